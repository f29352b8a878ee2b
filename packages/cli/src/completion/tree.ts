/** What can follow what on the command line, read off the commands themselves. */

import type { Command, Option } from 'commander';

interface Choice {
  readonly word: string;
  readonly description: string;
}

interface CompletedOption {
  /** `--yes`, and `-y` where there is one. */
  readonly flags: readonly string[];
  readonly description: string;
  readonly takesValue: boolean;
  readonly values: readonly string[];
}

/** One command, with the words that lead to it: `/accounts/add`; empty for the program itself. */
export interface Place {
  readonly path: string;
  readonly commands: readonly (Choice & { readonly path: string; readonly aliases: readonly string[] })[];
  /** Those of the program too. */
  readonly options: readonly CompletedOption[];
  /** What its arguments can be, where that is known. */
  readonly values: readonly string[];
}

/** Every place that can be reached; what is hidden is not. */
export function placesOf(program: Command): Place[] {
  const help = program.createHelp();
  const globals = help.visibleOptions(program).filter((option) => !isVersion(option));
  const walk = (command: Command, path: string): Place[] => {
    const below = help.visibleCommands(command).map((child) => ({ child, path: `${path}/${child.name()}` }));
    const own = command === program ? help.visibleOptions(program) : [...help.visibleOptions(command), ...globals];
    const place: Place = {
      path,
      commands: below.map(({ child, path }) => ({
        word: child.name(),
        path,
        aliases: child.aliases(),
        description: firstLine(child.description()),
      })),
      options: unique(own.map(toOption)),
      values: command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
    };
    return [place, ...below.flatMap(({ child, path }) => walk(child, path))];
  };
  return walk(program, '');
}

const isVersion = ({ long }: Option): boolean => long === '--version';

const toOption = ({ short, long, description, required, optional, argChoices }: Option): CompletedOption => ({
  flags: [long, short].filter((flag) => flag !== undefined),
  description: firstLine(description),
  takesValue: required || optional,
  values: argChoices ?? [],
});

/** A command's own goes before the program's. */
function unique(options: readonly CompletedOption[]): CompletedOption[] {
  const seen = new Set<string>();
  return options.filter(({ flags: [first = ''] }) => !seen.has(first) && seen.add(first));
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';
