/** Completion scripts: all of them walk the words before the cursor to a place, and offer what can stand there. */

import type { Place } from './tree.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

export const completionScript = (shell: Shell, places: readonly Place[]): string =>
  ({ bash: bashScript, zsh: zshScript, fish: fishScript })[shell](places);

/** POSIX shells and fish read `'` within `'…'` differently; words have none, descriptions may. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const quotedForFish = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** Words that lead on, as `<place> <word>`, with where they lead. */
const steps = (places: readonly Place[]) =>
  places.flatMap(({ path, commands }) =>
    commands.map((command) => ({
      keys: [command.word, ...command.aliases].map((word) => `${path} ${word}`),
      to: command.path,
    })),
  );

/** Options that are followed by a value, as `<place> <flag>`. */
const valued = (places: readonly Place[]) =>
  places.flatMap(({ path, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .map(({ flags, values }) => ({ keys: flags.map((flag) => `${path} ${flag}`), values })),
  );

/** The `case` that both POSIX-like shells walk with. */
function walkingCase(places: readonly Place[]): string {
  const leads = steps(places).map(({ keys, to }) => `      ${keys.map(quoted).join(' | ')}) at=${quoted(to)} ;;`);
  const wants = valued(places).flatMap(({ keys }) => keys.map(quoted));
  return [`      ${wants.join(' | \\\n        ')}) want=$word ;;`, ...leads].join('\n');
}

function valuesCase(places: readonly Place[], assign: (values: readonly string[]) => string): string {
  const known = valued(places).filter(({ values }) => values.length > 0);
  return known.map(({ keys, values }) => `      ${keys.map(quoted).join(' | ')}) ${assign(values)} ;;`).join('\n');
}

function bashScript(places: readonly Place[]): string {
  const list = (words: readonly string[]) => `words=${quoted(words.join(' '))}`;
  const offers = places.map(({ path, commands, options, values }) => {
    const flags = options.flatMap((option) => option.flags).join(' ');
    const words = [...commands.map(({ word }) => word), ...values];
    return `      ${quoted(path)}) ${list(words)} flags=${quoted(flags)} ;;`;
  });
  return `# Completion of partyline for bash.
_partyline() {
  local cur=\${COMP_WORDS[COMP_CWORD]} at= want= words= flags= word i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ -n $want ]]; then
      # Bash takes --flag=value for three words.
      [[ $word == = ]] || want=
      continue
    fi
    [[ $word == -- ]] && return
    case "$at $word" in
${walkingCase(places)}
    esac
  done
  [[ $cur == = ]] && cur=
  if [[ -n $want ]]; then
    case "$at $want" in
${valuesCase(places, list)}
      *) return ;;
    esac
  else
    case $at in
${offers.join('\n')}
    esac
    [[ $cur == -* ]] && words=$flags
  fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o bashdefault -o default -F _partyline partyline
`;
}

function zshScript(places: readonly Place[]): string {
  const entry = (word: string, description: string) =>
    quoted(description === '' ? word : `${word}:${description.replaceAll(':', '\\:')}`);
  const array = (words: readonly string[]) => `choices=(${words.map((word) => entry(word, '')).join(' ')})`;
  const offers = places.map(({ path, commands, options, values }) => {
    const flags = options.flatMap((option) => option.flags.map((flag) => entry(flag, option.description)));
    const words = [
      ...commands.map(({ word, description }) => entry(word, description)),
      ...values.map((value) => entry(value, '')),
    ];
    return `      ${quoted(path)})\n        choices=(${words.join(' ')})\n        flags=(${flags.join(' ')})\n        ;;`;
  });
  return `#compdef partyline
# Completion of partyline for zsh.
_partyline() {
  local at= want= word i
  local -a choices flags
  for ((i = 2; i < CURRENT; i++)); do
    word=\${words[i]}
    if [[ -n $want ]]; then
      want=
      continue
    fi
    [[ $word == -- ]] && { _files; return }
    case "$at $word" in
${walkingCase(places)}
    esac
  done
  if [[ -n $want ]]; then
    case "$at $want" in
${valuesCase(places, array)}
      *) _files; return ;;
    esac
  else
    case $at in
${offers.join('\n')}
    esac
    [[ \${words[CURRENT]} == -* ]] && choices=($flags)
  fi
  (( \${#choices} )) || { _files; return }
  _describe 'partyline' choices || _files
}
if [[ $funcstack[1] == _partyline ]]; then
  _partyline "$@"
else
  compdef _partyline partyline
fi
`;
}

function fishScript(places: readonly Place[]): string {
  const wants = valued(places).flatMap(({ keys }) => keys.map(quotedForFish));
  const leads = steps(places).map(
    ({ keys, to }) =>
      `            case ${keys.map(quotedForFish).join(' ')}\n                set at ${quotedForFish(to)}`,
  );
  const lines = places.flatMap(({ path, commands, options, values }) => {
    const here = `complete -c partyline -n ${quotedForFish(`__partyline_at "${path}"`)}`;
    const words = commands.length + values.length === 0 ? [] : [`${here} -f`];
    return [
      ...words,
      ...commands.map(({ word, description }) => `${here} -a ${word} -d ${quotedForFish(description)}`),
      ...values.map((value) => `${here} -a ${value}`),
      ...options.map(({ flags, description, takesValue, values }) => {
        const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
        const value = takesValue ? (values.length > 0 ? ` -x -a ${quotedForFish(values.join(' '))}` : ' -r -F') : '';
        return `${here} ${names.join(' ')}${value} -d ${quotedForFish(description)}`;
      }),
    ];
  });
  return `# Completion of partyline for fish.
function __partyline_at
    set -l at ''
    set -l want ''
    for word in (commandline -opc)[2..-1]
        if test -n "$want"
            set want ''
            continue
        end
        switch "$at $word"
            case ${wants.join(' ')}
                set want $word
${leads.join('\n')}
        end
    end
    test "$at" = "$argv[1]"
end
complete -c partyline -e
${lines.join('\n')}
`;
}
