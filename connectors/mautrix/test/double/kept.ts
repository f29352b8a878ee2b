/** The bridge's own database, as a file that is replaced with every change. */

import { readFileSync, renameSync, writeFileSync } from 'node:fs';

export interface KeptData {
  logins: { id: string; name: string }[];
  /** Room of a chat, by login and chat. */
  rooms: Record<string, string>;
  /** Matrix event of a message of the network. */
  messages: Record<string, string>;
  registered: string[];
  /** The last update of the network that was passed on, by login. */
  position: Record<string, number>;
}

export interface Kept {
  readonly data: KeptData;
  save(): void;
}

export function openKept(uri: string): Kept {
  const path = uri.replace(/^file:/, '').replace(/\?.*$/, '');
  const data: KeptData = { logins: [], rooms: {}, messages: {}, registered: [], position: {} };
  try {
    Object.assign(data, JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // The first start.
  }
  return {
    data,
    save() {
      writeFileSync(`${path}.new`, JSON.stringify(data));
      renameSync(`${path}.new`, path);
    },
  };
}
