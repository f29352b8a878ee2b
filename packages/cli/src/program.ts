/** All commands with their options and help. */

import { Command } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { accountCommands } from './command-line/accounts.ts';
import { apiCommands } from './command-line/api.ts';
import { approvalCommands, auditCommands } from './command-line/approvals.ts';
import { chatCommands } from './command-line/chats.ts';
import { completionCommand } from './command-line/completion.ts';
import { contactCommands } from './command-line/contacts.ts';
import { exportCommand } from './command-line/export.ts';
import { importCommand } from './command-line/import.ts';
import { labelCommands } from './command-line/labels.ts';
import { maintenanceCommands } from './command-line/maintenance.ts';
import { mediaCommands } from './command-line/media.ts';
import { messageCommands } from './command-line/messages.ts';
import { misnamedCommands } from './command-line/misnamed.ts';
import { otherCommands } from './command-line/others.ts';
import { outboxCommands } from './command-line/outbox.ts';
import { passphraseCommands } from './command-line/passphrase.ts';
import type { Run } from './command-line/run.ts';
import { searchCommand } from './command-line/search.ts';
import { sendCommand } from './command-line/send.ts';
import { serveCommand } from './command-line/serve.ts';
import { setupCommand } from './command-line/setup.ts';
import { targetCommands } from './command-line/targets.ts';
import { tokenCommands } from './command-line/token.ts';
import { watchCommand } from './command-line/watch.ts';
import { webhookCommands } from './command-line/webhooks.ts';
import type { ExitCode } from './exit.ts';
import { globalOptions, readGlobals } from './globals.ts';
import { invocation } from './hint.ts';
import { printResult } from './result.ts';

const examples = (): string => `
Examples:
  $ ${invocation()} setup                        find a server, or sign in to one: begin here
  $ ${invocation()} serve                        start the server
  $ ${invocation()} accounts add irc             add an account, step by step
  $ ${invocation()} accounts list                see how the accounts are
  $ ${invocation()} chats                        what was said last, everywhere
  $ ${invocation()} messages ada                 read a chat
  $ ${invocation()} send ada "see you at eight"   send a message
  $ ${invocation()} token create --name my-app   let a program use them
  $ ${invocation()} doctor                       find out what is wrong
  $ ${invocation()} backup /mnt/backups          copy everything, while the server runs

Exit codes:
  0 done              3 sign-in needed                  5 nothing matched
  1 run-time error    4 server or account not ready     6 ambiguous
  2 usage             130 cancelled with Ctrl-C
`;

/**
 * @param args as given: the flags of `serve` come from the server, which is loaded only for it.
 * @param json whether usage errors are told as JSON, by the caller.
 */
export async function buildProgram(
  args: readonly string[],
  json: boolean,
  setExitCode: (code: ExitCode) => void,
): Promise<Command> {
  const program = new Command('partyline')
    .description('One API and one inbox over all your chat accounts.')
    .version(manifest.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .configureHelp({ showGlobalOptions: true })
    // The caller tells errors, in the form that was asked for.
    .configureOutput({ writeErr: (text) => void (json || process.stderr.write(text)), outputError: () => {} })
    .exitOverride()
    .addHelpText('after', examples());
  for (const option of globalOptions()) program.addOption(option);
  const run: Run = async (command, action) => {
    const globals = readGlobals(command.optsWithGlobals(), process.env);
    setExitCode(printResult(await action(globals), globals.json));
  };
  setupCommand(program, run);
  await serveCommand(program, args);
  targetCommands(program, run);
  accountCommands(program, run);
  chatCommands(program, run);
  messageCommands(program, run);
  searchCommand(program, run);
  contactCommands(program, run);
  labelCommands(program, run);
  mediaCommands(program, run);
  tokenCommands(program, run);
  approvalCommands(program, run);
  sendCommand(program, run);
  outboxCommands(program, run);
  watchCommand(program, run);
  auditCommands(program, run);
  passphraseCommands(program, run);
  webhookCommands(program, run);
  otherCommands(program, run);
  maintenanceCommands(program, run);
  exportCommand(program, run);
  importCommand(program, run);
  apiCommands(program, run);
  completionCommand(program, run, () => buildProgram(['serve'], json, setExitCode));
  misnamedCommands(program);
  return program;
}
