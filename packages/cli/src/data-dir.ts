import type { Settings } from '@partyline/server';
import type { Globals } from './globals.ts';

/**
 * The settings of the server on this machine, by the server's own rules.
 *
 * @throws SettingsError when the settings in the environment or the config file are wrong.
 */
export async function resolveSettings(globals: Globals): Promise<Settings> {
  const { readSettings } = await import('@partyline/server');
  const argv = globals.dataDir === undefined ? [] : [`--data-dir=${globals.dataDir}`];
  return readSettings({ argv, env: process.env });
}

/** The data folder of that server. @throws SettingsError as {@link resolveSettings} */
export async function resolveDataDir(globals: Globals): Promise<string> {
  return (await resolveSettings(globals)).dataDir;
}
