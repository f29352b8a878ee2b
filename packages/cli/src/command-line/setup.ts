import type { Command } from 'commander';
import { type SetupOptions, setUp } from '../commands/setup.ts';
import { invocation } from '../hint.ts';
import type { Run } from './run.ts';

export function setupCommand(program: Command, run: Run): void {
  program
    .command('setup')
    .option('--device', 'show a code, to be typed in a browser on any device')
    .option('--no-browser', 'show the address, and open nothing')
    .option('--email <address>', 'sign in with a code that the server shows on its console, or mails there')
    .option('--scope <scope>', 'read or write; write by default, which reads as well')
    .option('--name <name>', 'what you call the server; its host by default')
    .option('--default', 'make it the one that commands call when they name none')
    .option('--passphrase-file <path>', 'claim the server of this machine with its first line; - is standard input')
    .description('find a server, make it yours or sign in to it; begin here')
    .addHelpText(
      'after',
      `
The server of this machine:
  $ ${invocation()} setup
  $ ${invocation()} setup --passphrase-file passphrase.txt
A server elsewhere, in a browser, by a code on any device, by a code of the server's console, or with a token:
  $ ${invocation()} setup --url https://chat.example.org
  $ ${invocation()} setup --url https://chat.example.org --device
  $ ${invocation()} setup --url https://chat.example.org --email me@example.org
  $ PARTYLINE_TOKEN=... ${invocation()} setup --url https://chat.example.org
`,
    )
    .action(({ browser, ...options }: SetupOptions & { browser: boolean }, command: Command) =>
      run(command, (globals) => setUp({ ...options, noBrowser: !browser }, globals)),
    );
}
