/** What stands between an IRC network and its reader: Partyline, and what it is compared with. */

import type { Running } from './process.ts';

export interface Middleman {
  readonly name: string;
  /** On IRC. */
  readonly nick: string;
  /** Connects to the server and joins the channels, with a reader attached. */
  listen(parts: ListenParts): Promise<Listening>;
}

export interface ListenParts {
  /** Empty. */
  readonly folder: string;
  readonly server: { readonly host: string; readonly port: number };
  readonly channels: readonly string[];
  /** Called when the reader has the message `t<number>`. */
  heard(number: number): void;
}

export interface Listening {
  readonly running: Running;
  end(): Promise<void>;
}
