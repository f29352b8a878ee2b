/** A server as people write it: a name, `host:port`, `[v6]:port`, or an `irc://` or `ircs://` URL. */

import { isIP } from 'node:net';

export interface Address {
  /** Name or IP address in lower case, without brackets. */
  readonly server: string;
  /** Digits, not checked; absent where the text names none. */
  readonly port?: string;
  /** The text asks for TLS (`ircs`). `irc` says nothing: it is written for servers with TLS too. */
  readonly secure: boolean;
  /** The channel a URL leads to. */
  readonly channel?: string;
}

/** Groups: scheme, IPv6 address, name or IPv4 address, port, path. */
const ADDRESS = /^(?:(ircs?):\/\/)?(?:\[([^\]\s]+)\]|([^\s/@,:[\]]+))(?::(\d+))?(?:\/(\S*))?$/i;

/** @returns `undefined` for what is none of these */
export function readAddress(text: string): Address | undefined {
  if (isIP(text) === 6) return { server: text.toLowerCase(), secure: false };
  const [, scheme, v6, name, port, path = ''] = ADDRESS.exec(text) ?? [];
  const server = v6 ?? name;
  if (server === undefined || (v6 !== undefined && isIP(v6) !== 6)) return undefined;
  if (scheme === undefined && path !== '') return undefined;
  const channel = channelOf(path);
  return {
    server: server.toLowerCase(),
    secure: scheme?.toLowerCase() === 'ircs',
    ...(port === undefined ? {} : { port }),
    ...(channel === undefined ? {} : { channel }),
  };
}

/** https://www.w3.org/Addressing/draft-mirashi-url-irc-01.txt: `#` may be left out, `,isnick` makes it a person. */
function channelOf(path: string): string | undefined {
  const name = path.replace(/[,?].*$/, '').replaceAll(/%23/g, '#');
  if (name === '' || /,is(?:nick|user)/i.test(path)) return undefined;
  return /^[#&+!]/.test(name) ? name : `#${name}`;
}
