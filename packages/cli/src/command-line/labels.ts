import type { Command } from 'commander';
import { createLabel, deleteLabel, listLabels, renameLabel } from '../commands/labels.ts';
import { invocation } from '../hint.ts';
import { defaultList } from './default-list.ts';
import type { Run } from './run.ts';

export function labelCommands(program: Command, run: Run): void {
  const labels = program.command('labels').description('labels for chats');
  labels.addHelpText('after', `\nPut one on a chat:\n  $ ${invocation()} chats label ada Family --create\n`);
  defaultList(labels)
    .description('all labels')
    .action((_options, command: Command) => run(command, listLabels));
  labels
    .command('create')
    .argument('<name>')
    .description('make a label')
    .action((name: string, _options, command: Command) => run(command, (globals) => createLabel(name, globals)));
  labels
    .command('rename')
    .argument('<label>', 'its name or ID')
    .argument('<name>', 'what it is to be called')
    .description('call a label something else')
    .action((label: string, name: string, _options, command: Command) =>
      run(command, (globals) => renameLabel(label, name, globals)),
    );
  labels
    .command('delete')
    .argument('<label>', 'its name or ID')
    .option('-y, --yes', 'do not ask')
    .description('delete a label; its chats stay')
    .action((label: string, options: { yes?: true }, command: Command) =>
      run(command, (globals) => deleteLabel(label, options, globals)),
    );
}
