import type { Command } from 'commander';
import { CliError } from '../exit.ts';
import { invocation } from '../hint.ts';

/** The list that a group shows without a command. A word after the group is then a command that there is not, not an argument too many. */
export const defaultList = (group: Command): Command =>
  group
    .command('list', { isDefault: true })
    .allowExcessArguments()
    .hook('preAction', (list) => {
      const [word] = list.args;
      if (word === undefined) return;
      const text = `unknown command '${group.name()} ${word}'\n(\`${invocation()} ${group.name()} --help\` lists those there are.)`;
      throw new CliError('usage', 'usage', text);
    });
