/**
 * What of the server's lines reaches irc-framework. Its handlers take well-formed lines for granted: a missing parameter makes them throw, a
 * malformed setting spoils every later line, and caches for questions never asked grow without end. So only what this connector uses is
 * let through, and only in the phase of the connection it belongs to.
 */

import type { IrcMessage } from 'irc-framework';

/** IRCv3 extensions asked for; https://ircv3.net/irc/ */
const EXTENSIONS: ReadonlySet<string> = new Set([
  'account-notify',
  'account-tag',
  'batch',
  'echo-message',
  'labeled-response',
  'message-tags',
  'sasl',
  'server-time',
  'znc.in/server-time-iso',
]);

/** Settings of the network that are used, and what a sound value looks like; https://modern.ircdocs.horse/#rplisupport-parameters */
const NETWORK_SETTINGS: Readonly<Record<string, RegExp>> = {
  CASEMAPPING: /^(?:ascii|rfc1459|strict-rfc1459)$/,
  CHANTYPES: /^[#&+!~]{1,8}$/,
  HOSTLEN: /^\d{1,3}$/,
  LINELEN: /^\d{3,5}$/,
  NETWORK: /^.{1,100}$/,
  NICKLEN: /^\d{1,3}$/,
  STATUSMSG: /^[~&@%+!*.]{1,8}$/,
  USERLEN: /^\d{1,3}$/,
};

const SASL_NUMERICS: ReadonlySet<string> = new Set(['902', '903', '904', '905', '906', '907']);

export interface Phase {
  /** The server has welcomed us (001). */
  readonly registered: boolean;
  /** Everything the server tells of itself after the welcome has come. */
  readonly ready: boolean;
  readonly wantsSasl: boolean;
}

/** The message as it may be dispatched, or `undefined`. */
export function admit(message: IrcMessage, phase: Phase): IrcMessage | undefined {
  const { command, params } = message;
  // Lines of a batch are handled as they come: the library would keep them until the end, which may never come.
  delete message.tags['batch'];
  switch (command) {
    case 'CAP':
      return phase.registered ? undefined : admitCapabilities(message);
    case 'AUTHENTICATE':
      return !phase.registered && phase.wantsSasl && params.length > 0 ? message : undefined;
    case '001':
      return !phase.registered && params[0] !== undefined && params[0] !== '' ? message : undefined;
    case '005':
      return phase.ready ? undefined : admitSettings(message);
    case '900':
      return params.length >= 3 ? message : undefined;
    case '901':
      return params.length >= 2 ? message : undefined;
    case 'NICK':
      return phase.registered && message.nick !== '' && isNick(params[0]) ? message : undefined;
    case 'PRIVMSG':
    case 'NOTICE':
      return phase.registered && message.nick !== '' && params.length >= 2 && params[0] !== '' ? message : undefined;
    default:
      return !phase.registered && phase.wantsSasl && SASL_NUMERICS.has(command) ? message : undefined;
  }
}

function admitCapabilities(message: IrcMessage): IrcMessage | undefined {
  const { params } = message;
  const list = params.at(-1);
  if (params.length < 3 || list === undefined) return undefined;
  if (params[1] === 'ACK' || params[1] === 'NAK') return message;
  if (params[1] !== 'LS') return undefined;
  const wanted = list.split(' ').filter((extension) => EXTENSIONS.has(extension.split('=')[0] ?? ''));
  params[params.length - 1] = wanted.join(' ');
  return message;
}

function admitSettings(message: IrcMessage): IrcMessage | undefined {
  const { params } = message;
  const sound = params.slice(1).filter((token) => {
    const [name = '', ...value] = token.split('=');
    return Object.hasOwn(NETWORK_SETTINGS, name) && NETWORK_SETTINGS[name]?.test(value.join('=')) === true;
  });
  params.splice(1, params.length, ...sound);
  return message;
}

function isNick(name: string | undefined): boolean {
  return name !== undefined && name !== '' && name.length <= 200 && !/[\s,:@!]/.test(name);
}
