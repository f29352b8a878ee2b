import type { Globals } from './globals.ts';

/**
 * The data folder of the server on this machine, by the server's own rules.
 *
 * @throws SettingsError when the settings in the environment or the config file are wrong.
 */
export async function resolveDataDir(globals: Globals): Promise<string> {
  const { readSettings } = await import('@partyline/server');
  const argv = globals.dataDir === undefined ? [] : [`--data-dir=${globals.dataDir}`];
  return readSettings({ argv, env: process.env }).dataDir;
}
