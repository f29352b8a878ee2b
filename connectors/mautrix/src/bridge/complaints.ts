/** What a program complains of in its log: where its answers say no more than "Internal error", that is all there is to tell the person. */

import type { JsonObject, Log } from '@partyline/connector';
import { text } from '@partyline/matrix-content';

export interface Complaints {
  /** To be written to; passes everything on. */
  readonly log: Log;
  /** The newest error since a time of `performance.now()`. */
  since(time: number): string | undefined;
}

export function watchComplaints(log: Log): Complaints {
  let last: { readonly at: number; readonly words: string } | undefined;
  const note = (fields: JsonObject | undefined) => {
    const words = text(fields?.['error']) ?? text(fields?.['message']);
    if (words !== undefined) last = { at: performance.now(), words };
  };
  return {
    log: {
      ...log,
      debug: (message, fields) => log.debug(message, fields),
      info: (message, fields) => log.info(message, fields),
      warn: (message, fields) => log.warn(message, fields),
      error(message, fields) {
        note(fields);
        log.error(message, fields);
      },
    },
    since: (time) => (last !== undefined && last.at >= time ? last.words : undefined),
  };
}

const maxLength = 300;

/** The words without what may be a secret: queries of addresses, and anything long that looks like a key. */
export function withoutSecrets(words: string): string {
  const plain = words.replace(/\?[^\s"']*/g, '').replace(/(?=[\w+/=-]*\d)[\w+/=-]{20,}/g, '…');
  return plain.length > maxLength ? `${plain.slice(0, maxLength)}…` : plain;
}
