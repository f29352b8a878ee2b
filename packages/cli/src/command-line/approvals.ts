import type { Command } from 'commander';
import { approve, listApprovals, refuse, showApproval } from '../commands/approvals.ts';
import { type AuditOptions, exportAudit, listAudit } from '../commands/audit.ts';
import { defaultList } from './default-list.ts';
import type { Run } from './run.ts';

export function approvalCommands(program: Command, run: Run): void {
  const approvals = program
    .command('approvals')
    .description('messages that programs want to send, and that wait for you');
  defaultList(approvals)
    .option('--state <state>', 'pending, approved, refused, expired or all; pending by default')
    .description('what waits, newest first')
    .action((options: { state?: string }, command: Command) =>
      run(command, (globals) => listApprovals(options, globals)),
    );
  approvals
    .command('show')
    .argument('<message>', 'its ID, as list shows it')
    .description('one message with what became of it')
    .action((id: string, _options, command: Command) => run(command, (globals) => showApproval(id, globals)));
  approvals
    .command('approve')
    .argument('<message>', 'its ID, as list shows it')
    .option('--text <text>', 'send this instead: Markdown')
    .description('let it be sent')
    .action((id: string, options: { text?: string }, command: Command) =>
      run(command, (globals) => approve(id, options, globals)),
    );
  approvals
    .command('refuse')
    .argument('<message>', 'its ID, as list shows it')
    .option('--reason <text>', 'why, for whoever wanted to send it')
    .description('do not let it be sent')
    .action((id: string, options: { reason?: string }, command: Command) =>
      run(command, (globals) => refuse(id, options, globals)),
    );
}

export function auditCommands(program: Command, run: Run): void {
  const audit = program.command('audit').description('what programs have written with their tokens');
  const filters = (command: Command) =>
    command.option('--by <id>', 'only of this token').option('--chat <id>', 'only about this chat, by its full ID');
  filters(defaultList(audit))
    .option('--limit <count>', 'how many; 50 by default')
    .description('the newest entries')
    .action((options: AuditOptions, command: Command) => run(command, (globals) => listAudit(options, globals)));
  filters(audit.command('export'))
    .description('all entries, oldest first, as JSON lines')
    .action((options: AuditOptions, command: Command) => run(command, (globals) => exportAudit(options, globals)));
}
