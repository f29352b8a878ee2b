/** All commands with their options and help. */

import { Command } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { accountCommands } from './command-line/accounts.ts';
import { approvalCommands, auditCommands } from './command-line/approvals.ts';
import { maintenanceCommands } from './command-line/maintenance.ts';
import { misnamedCommands } from './command-line/misnamed.ts';
import { otherCommands } from './command-line/others.ts';
import { passphraseCommands } from './command-line/passphrase.ts';
import type { Run } from './command-line/run.ts';
import { serveCommand } from './command-line/serve.ts';
import { tokenCommands } from './command-line/token.ts';
import { webhookCommands } from './command-line/webhooks.ts';
import type { ExitCode } from './exit.ts';
import { globalOptions, readGlobals } from './globals.ts';
import { invocation } from './hint.ts';
import { printResult } from './result.ts';

const examples = (): string => `
Examples:
  $ ${invocation()} serve                        start the server
  $ ${invocation()} accounts add irc             add an account, step by step
  $ ${invocation()} accounts list                see how the accounts are
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
  await serveCommand(program, args);
  accountCommands(program, run);
  tokenCommands(program, run);
  approvalCommands(program, run);
  auditCommands(program, run);
  passphraseCommands(program, run);
  webhookCommands(program, run);
  otherCommands(program, run);
  maintenanceCommands(program, run);
  misnamedCommands(program);
  return program;
}
