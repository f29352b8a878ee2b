/** Commands that people look for at the top, and that stand elsewhere. */

import type { Command } from 'commander';
import { CliError } from '../exit.ts';
import { invocation } from '../hint.ts';

const meant: Readonly<Record<string, string>> = {
  add: 'accounts add',
  login: 'accounts add',
  list: 'accounts list',
  status: 'accounts list',
  show: 'accounts show',
  remove: 'accounts remove',
  logout: 'accounts remove',
  start: 'serve',
};

/** Hidden; each of them fails with 2 and says what was meant, whatever follows it. */
export function misnamedCommands(program: Command): void {
  for (const [name, words] of Object.entries(meant)) {
    program
      .command(name, { hidden: true })
      .helpOption(false)
      .allowUnknownOption()
      .allowExcessArguments()
      .action(() => {
        const text = `unknown command '${name}'\n(Did you mean \`${invocation()} ${words}\`?)`;
        throw new CliError('usage', 'usage', text);
      });
  }
}
