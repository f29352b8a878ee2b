/** Runs the server until it is told to stop. */

import type { RunningServer, Setting, Settings } from '@partyline/server';
import type { Globals } from '../globals.ts';
import { writeLog } from './log-line.ts';
import { watchSignals } from './stop-signals.ts';
import { webAppFolder } from './web-app.ts';
import { welcome } from './welcome.ts';

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
  const webApp = await webAppFolder(globals);
  const announce = (text: string, fields: Readonly<Record<string, unknown>>) => {
    if (globals.json) writeLog(fields);
    else process.stdout.write(`${text}\n`);
  };
  const server = await startServer(settings, announce, webApp);
  if (globals.json) writeLog(welcomeFields(server));
  else process.stdout.write(welcome(server, settings, globals));
  await signals.untilStopped(() => server.close());
  tellStopped(globals);
}

const welcomeFields = ({ url, urls, dataDir, firstToken, claimURL }: RunningServer) => ({
  msg: 'Partyline listens',
  url,
  urls,
  dataDir,
  ...(firstToken === undefined ? {} : { firstToken }),
  ...(claimURL === undefined ? {} : { claimURL }),
});

export function tellStopped({ json }: Globals): void {
  if (json) writeLog({ msg: 'Partyline stopped' });
  else process.stdout.write('Stopped.\n');
}
