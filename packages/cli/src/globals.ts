/** The options that every command takes, with their variables. */

import { Option } from 'commander';

export interface Globals {
  readonly url: string | undefined;
  /** `--url`, or the variable it came from. */
  readonly urlFrom: string | undefined;
  readonly token: string | undefined;
  /** `--token`, or the variable it came from. */
  readonly tokenFrom: string | undefined;
  readonly dataDir: string | undefined;
  readonly json: boolean;
}

const urlVariables = ['PARTYLINE_URL', 'BEEPER_BASE_URL'] as const;
const tokenVariables = ['PARTYLINE_TOKEN', 'PARTYLINE_ACCESS_TOKEN', 'BEEPER_ACCESS_TOKEN'] as const;

export const globalOptions = (): Option[] => [
  new Option('--url <url>', `the server to talk to (env ${urlVariables.join(', ')})`),
  new Option('--token <token>', `access token (env ${tokenVariables.join(', ')}; better there: others can see flags)`),
  new Option('--data-dir <folder>', 'data folder of the server on this machine (env PARTYLINE_DATA_DIR)'),
  new Option('--json', 'print one JSON document, on failure too'),
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
  };
}
