import type { Command } from 'commander';
import { CliError } from '../exit.ts';
import { invocation } from '../hint.ts';
import { alike } from '../similarity.ts';

/** The list that a group shows without a command. A word after the group is then a command that there is not, not an argument too many. */
export const defaultList = (group: Command): Command =>
  group
    .command('list', { isDefault: true })
    .allowExcessArguments()
    .hook('preAction', (list) => {
      const [word] = list.args;
      if (word === undefined) return;
      const [meant] = alike(word, group.commands, (command) => [command.name()]);
      const advice =
        meant === undefined
          ? `\`${invocation()} ${group.name()} --help\` lists those there are.`
          : `Did you mean ${meant.name()}?`;
      throw new CliError('usage', 'usage', `unknown command '${group.name()} ${word}'\n(${advice})`);
    });
