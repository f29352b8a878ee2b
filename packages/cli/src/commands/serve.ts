/** Runs the server until it is told to stop. */

import type { RunningServer, Setting, Settings } from '@partyline/server';
import type { Globals } from '../globals.ts';
import { paint } from '../text.ts';
import { watchSignals } from './stop-signals.ts';

/** The command line as the server's own reader wants it: one `--flag=value` for each flag that was given. */
export function serverArguments(
  table: readonly Setting[],
  given: Readonly<Record<string, unknown>>,
  globals: Globals,
): string[] {
  const flags = table.flatMap(({ flag }) => {
    if (flag === undefined || flag === dataDirFlag) return [];
    const value = given[camelCase(flag)];
    if (value === undefined) return [];
    if (typeof value === 'boolean') return [value ? `--${flag}` : `--no-${flag}`];
    return [`--${flag}=${String(value)}`];
  });
  return globals.dataDir === undefined ? flags : [`--${dataDirFlag}=${globals.dataDir}`, ...flags];
}

/** A global option as well, so it is read there. */
export const dataDirFlag = 'data-dir';

/** As commander names the value of a flag. */
const camelCase = (flag: string): string => flag.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

export async function serve(settings: Settings, globals: Globals): Promise<void> {
  const signals = watchSignals();
  const { startServer } = await import('@partyline/server');
  const server = await startServer(settings);
  if (globals.json) writeLog(welcomeFields(server));
  else process.stdout.write(`${welcome(server, globals)}\n`);
  await signals.untilStopped(() => server.close());
}

/** What the person who started it needs to know now. The token is only known at the first start. */
function welcome(server: RunningServer, { dataDir }: Globals): string {
  const folder = dataDir === undefined ? '' : ` --data-dir ${server.dataDir}`;
  const token = server.firstToken
    ? `\n\n  Access token, shown only this once:\n\n    ${paint('bold', server.firstToken)}\n\n  Use it like this:\n\n    export BEEPER_ACCESS_TOKEN=${server.firstToken}`
    : `\n\n  For an access token:\n\n    npx partyline token create --name my-app${folder}`;
  return `Partyline listens on ${paint('bold', server.urls.join(' and '))}

  Data folder: ${server.dataDir}${token}

  Next, in another terminal, add an account:

    npx partyline accounts add irc${folder}

  Ctrl-C stops the server.
`;
}

const welcomeFields = ({ url, urls, dataDir, firstToken }: RunningServer) => ({
  msg: 'Partyline listens',
  url,
  urls,
  dataDir,
  ...(firstToken === undefined ? {} : { firstToken }),
});

/** A line of the shape that the server's own log has. */
export function writeLog(fields: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify({ level: 30, time: Date.now(), pid: process.pid, ...fields })}\n`);
}
