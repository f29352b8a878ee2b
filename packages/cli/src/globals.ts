/** The options that every command takes, with their variables. */

import { InvalidArgumentError, Option } from 'commander';
import { CliError } from './exit.ts';

export interface Globals {
  readonly url: string | undefined;
  /** `--url`, or the variable it came from. */
  readonly urlFrom: string | undefined;
  readonly token: string | undefined;
  /** `--token`, or the variable it came from. */
  readonly tokenFrom: string | undefined;
  readonly dataDir: string | undefined;
  readonly json: boolean;
  /** Nothing may be written, neither at a server nor on this machine. */
  readonly readOnly: boolean;
  /** Which of the candidates is meant where a name fits several, as the error lists them: from 1 on. */
  readonly pick: number | undefined;
}

const urlVariables = ['PARTYLINE_URL', 'BEEPER_BASE_URL'] as const;
const readOnlyVariable = 'PARTYLINE_READ_ONLY';
const tokenVariables = ['PARTYLINE_TOKEN', 'PARTYLINE_ACCESS_TOKEN', 'BEEPER_ACCESS_TOKEN'] as const;

export const globalOptions = (): Option[] => [
  new Option('--url <url>', `the server to talk to (env ${urlVariables.join(', ')})`),
  new Option('--token <token>', `access token (env ${tokenVariables.join(', ')}; better there: others can see flags)`),
  new Option('--data-dir <folder>', 'data folder of the server on this machine (env PARTYLINE_DATA_DIR)'),
  new Option('--json', 'print one JSON document, on failure too'),
  new Option('--read-only', `refuse whatever writes, here or at the server (env ${readOnlyVariable}=1)`),
  new Option('--pick <n>', 'where a name fits several: take the nth of those listed').argParser(listNumber),
];

/** What was given, flags before variables. An empty one counts as not given. */
export function readGlobals(given: Readonly<Record<string, unknown>>, env: NodeJS.ProcessEnv): Globals {
  const first = (option: string, flag: unknown, variables: readonly string[]) => {
    const sources = [{ from: option, value: flag }, ...variables.map((from) => ({ from, value: env[from]?.trim() }))];
    const found = sources.find(({ value }) => typeof value === 'string' && value !== '');
    return { value: found?.value?.toString(), from: found?.from };
  };
  const url = first('--url', given['url'], urlVariables);
  const token = first('--token', given['token'], tokenVariables);
  return {
    url: url.value,
    urlFrom: url.from,
    token: token.value,
    tokenFrom: token.from,
    dataDir: first('--data-dir', given['dataDir'], ['PARTYLINE_DATA_DIR']).value,
    json: given['json'] === true,
    readOnly: given['readOnly'] === true || isOn(env[readOnlyVariable]),
    pick: typeof given['pick'] === 'number' ? given['pick'] : undefined,
  };
}

/** Anything but a clear no is a yes: a misspelt wish to write nothing must not write. */
const isOn = (value = ''): boolean => !/^(|0|no|off|false)$/i.test(value.trim());

function listNumber(given: string): number {
  if (!/^[1-9]\d{0,5}$/.test(given)) throw new InvalidArgumentError('Give the number that the list shows: 1, 2, …');
  return Number(given);
}

/**
 * For a command that writes on this machine, or asks first; what would write at a server is refused in any case.
 *
 * @param what would be done: `make a token`.
 * @throws CliError 2 with `--read-only`
 */
export function refuseWhenReadOnly({ readOnly }: Pick<Globals, 'readOnly'>, what: string): void {
  if (readOnly) throw readOnlyRefusal(`would ${what}`);
}

/** @param wish what the command did not do: `would make a token` */
export const readOnlyRefusal = (wish: string): CliError =>
  new CliError(
    'usage',
    'read_only',
    `This ${wish}, and with --read-only (or ${readOnlyVariable}) nothing is written. Nothing was changed.`,
  );
