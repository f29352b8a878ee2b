/** What was typed into the form, as settings and a password. */

import { type Address, readAddress } from './address.ts';
import type { Answers, FieldID, FormStart, Problem } from './form.ts';
import { KNOWN_NETWORKS } from './known-networks.ts';
import { AUTH_METHODS, type AuthMethod, type Settings, TLS_MODES, usualPort } from './settings.ts';

/** What was typed, without the spaces around it; empty where nothing was. */
type Typed = (id: FieldID) => string;

type Target = Pick<Settings, 'server' | 'port' | 'tls'> & { readonly channel?: string };

type Reading = { readonly settings: Settings; readonly password: string };

export function readForm(answers: Answers, start: FormStart): Reading | Problem {
  const typed: Typed = (id) => (answers[id] ?? '').trim();
  // Control characters would end the line they are sent in and start a command of their own.
  const spoilt = Object.keys(answers).find((id) => /\p{Cc}/u.test(answers[id] ?? ''));
  if (spoilt !== undefined) return problem(`There is a line break or control character in “${spoilt}”.`);
  const target = readTarget(typed, start);
  if ('problem' in target) return target;
  const { server, port, tls, channel } = target;
  const nick = typed('nick') || (start.defaults['nick'] ?? '');
  if (!isNick(nick)) {
    return problem('A nick has no spaces and none of , : @ ! # & * ? and does not begin with a digit or “-”.', 'nick');
  }
  const password = answers['password'] ?? '';
  const auth = readAuth(typed, start, server, password !== '');
  if (typeof auth !== 'string') return auth;
  const channels = new Set([channel ?? '', ...typed('channels').split(/[\s,]+/)].filter((name) => name !== ''));
  const odd = [...channels].find((name) => !/^[#&+!]./.test(name));
  if (odd !== undefined) return problem(`“${odd}” is no name of a channel: those begin with “#”.`, 'channels');
  const account = auth === 'sasl' ? typed('account') || (start.defaults['account'] ?? nick) : '';
  const realname = typed('realname') || nick;
  return { settings: { server, port, tls, nick, realname, auth, account, channels: [...channels] }, password };
}

function readTarget(typed: Typed, { fixed, defaults }: FormStart): Target | Problem {
  const address: Address | undefined =
    fixed === undefined
      ? readAddress(typed('server') || (defaults['server'] ?? ''))
      : { server: fixed.server, port: String(fixed.port), secure: false };
  if (address === undefined) {
    return problem('Please give the name or address of a server, such as “irc.example.org”.', 'server');
  }
  const { server, secure, channel } = address;
  const wantedTls = typed('tls') || (secure ? 'yes' : defaults['tls']);
  const tls = TLS_MODES.find((mode) => mode === wantedTls);
  if (tls === undefined) return problem('Please choose one of the values offered for TLS.', 'tls');
  if (secure && tls === 'no') {
    return problem('The address begins with “ircs://”, which means TLS, but TLS is “no”.', 'server', 'tls');
  }
  const typedPort = fixed === undefined ? typed('port') : '';
  const digits = typedPort || (address.port ?? String(usualPort(tls)));
  const port = /^\d{1,5}$/.test(digits) ? Number(digits) : 0;
  if (port < 1 || port > 65_535) {
    return problem('The port is a number from 1 to 65535; mostly 6697, without TLS 6667.', 'port');
  }
  if (typedPort !== '' && address.port !== undefined && Number(address.port) !== port) {
    return problem(`The address has port ${address.port}, the field “Port” has ${port}. Give one.`, 'server', 'port');
  }
  return { server, port, tls, ...(channel === undefined ? {} : { channel }) };
}

function readAuth(typed: Typed, start: FormStart, server: string, hasPassword: boolean): AuthMethod | Problem {
  const wanted = typed('auth');
  const auth =
    wanted === '' ? meantAuth(typed, start, server, hasPassword) : AUTH_METHODS.find((method) => method === wanted);
  if (auth === undefined) return problem('Please choose one of the values offered for “Sign in with”.', 'auth');
  if (auth !== 'none' && !hasPassword) return problem('To sign in with a password, please enter it.', 'password');
  if (auth === 'none' && hasPassword) {
    return problem(
      'You gave a password, but sign in with “none”. Choose “sasl” if the password is that of your account on the network, ' +
        '“server-password” if it is that of the server, or leave the password empty.',
      'auth',
      'password',
    );
  }
  return auth;
}

/** The way of signing in where none was chosen. Known networks are open to everybody: a password there is that of an account. */
function meantAuth(typed: Typed, { defaults }: FormStart, server: string, hasPassword: boolean): AuthMethod {
  const before = AUTH_METHODS.find((method) => method === defaults['auth']);
  if (typed('account') !== '') return 'sasl';
  if (before !== undefined && before !== 'none') return before;
  if (!hasPassword) return 'none';
  return KNOWN_NETWORKS.some((network) => network.server === server) ? 'sasl' : 'server-password';
}

function problem(text: string, ...check: FieldID[]): Problem {
  return { problem: text, check };
}

/** RFC 2812, section 2.3.1, and letters of other alphabets, which some networks allow. */
function isNick(nick: string): boolean {
  return nick.length <= 64 && /^[^\s,:@!#&*?$+~%./0-9-][^\s,:@!#&*?]*$/u.test(nick);
}
