/** The certificate that the settings name. It is read once, at the start. */

import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { type Settings, SettingsError } from '../config/settings.ts';
import type { Tls } from './listen.ts';

/** @throws SettingsError when the files cannot be read, or do not belong together */
export function readTls({ tlsCert, tlsKey }: Settings): Tls | undefined {
  if (tlsCert === undefined || tlsKey === undefined) return undefined;
  try {
    const files = { cert: readFileSync(tlsCert), key: readFileSync(tlsKey) };
    createSecureContext(files);
    return files;
  } catch (error) {
    throw new SettingsError(
      `tlsCert and tlsKey cannot be used: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
