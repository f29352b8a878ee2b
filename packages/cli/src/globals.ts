/** The options that every command takes, with their variables. */

import { Option } from 'commander';

export interface Globals {
  readonly url: string | undefined;
  readonly token: string | undefined;
  readonly dataDir: string | undefined;
  readonly json: boolean;
}

export const globalOptions = (): Option[] => [
  new Option('--url <url>', 'the server to talk to (env PARTYLINE_URL, BEEPER_BASE_URL)'),
  new Option(
    '--token <token>',
    'access token (env PARTYLINE_TOKEN, BEEPER_ACCESS_TOKEN; better there: others can see flags)',
  ),
  new Option('--data-dir <folder>', 'data folder of the server on this machine (env PARTYLINE_DATA_DIR)'),
  new Option('--json', 'print one JSON document, on failure too'),
];

/** What was given, flags before variables. An empty one counts as not given. */
export function readGlobals(given: Readonly<Record<string, unknown>>, env: NodeJS.ProcessEnv): Globals {
  const first = (flag: unknown, ...names: string[]): string | undefined =>
    [flag, ...names.map((name) => env[name]?.trim())]
      .find((value) => typeof value === 'string' && value !== '')
      ?.toString();
  return {
    url: first(given['url'], 'PARTYLINE_URL', 'BEEPER_BASE_URL'),
    token: first(given['token'], 'PARTYLINE_TOKEN', 'BEEPER_ACCESS_TOKEN'),
    dataDir: first(given['dataDir'], 'PARTYLINE_DATA_DIR'),
    json: given['json'] === true,
  };
}
