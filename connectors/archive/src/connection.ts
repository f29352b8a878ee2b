import { type Connection, SendError } from '@partyline/connector';

/** Holds nothing and reaches nobody. */
export const connection: Connection = {
  close: async () => undefined,
  async send() {
    throw refused('read_only', 'This is an archive: it can be read and searched, and nothing can be sent from it.');
  },
  /** Of a file that was imported there is an upload; what is asked for here was not in the export. */
  async fetchMedia() {
    throw refused('not_imported', 'This file was not among what was imported.');
  },
};

const refused = (reason: string, message: string): SendError =>
  new SendError({ outcome: 'certain', retriable: false, reason, message });
