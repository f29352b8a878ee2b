/** The one form of every login flow: its fields, and what was typed into them. */

import type { AskStep, InputField } from '@partyline/connector';
import { AUTH_METHODS, type Settings, TLS_MODES } from './settings.ts';

export type Answers = Readonly<Record<string, string>>;

/** An address that is not asked for, because the login to repair belongs to it. */
export type FixedAddress = Pick<Settings, 'server' | 'port'>;

/** @param values what to offer; a password among them is not shown again */
export function serverForm(values: Answers, fixed: FixedAddress | undefined, instructions: string): AskStep {
  const value = (id: string) => (values[id] === undefined || values[id] === '' ? {} : { initialValue: values[id] });
  const address: InputField[] =
    fixed === undefined
      ? [
          { id: 'server', type: 'domain', label: 'Server', placeholder: 'irc.example.org', ...value('server') },
          { id: 'port', type: 'number', label: 'Port', placeholder: '6697', ...value('port') },
        ]
      : [];
  const tls: InputField = { id: 'tls', type: 'select', label: 'TLS', options: TLS_MODES, ...value('tls') };
  const rest: InputField[] = [
    { id: 'nick', type: 'username', label: 'Nick', ...value('nick') },
    { id: 'realname', type: 'text', label: 'Real name', optional: true, ...value('realname') },
    { id: 'auth', type: 'select', label: 'Sign in with', options: AUTH_METHODS, ...value('auth') },
    { id: 'account', type: 'text', label: 'Account (SASL; the nick if empty)', optional: true, ...value('account') },
    { id: 'password', type: 'password', label: 'Password (SASL or server)', optional: true },
    {
      id: 'channels',
      type: 'text',
      label: 'Channels to join',
      placeholder: '#one, #two',
      optional: true,
      ...value('channels'),
    },
  ];
  const [first, ...others] = [...address, tls, ...rest];
  return { stepID: 'server', instructions, fields: [first ?? tls, ...others] };
}

/** Settings and password, or the sentence that says what to change. */
export type Reading = { readonly settings: Settings; readonly password: string } | { readonly problem: string };

export function readForm(answers: Answers, fixed: FixedAddress | undefined): Reading {
  const typed = (id: string) => (answers[id] ?? '').trim();
  // Control characters would end the line they are sent in and start a command of their own.
  const spoilt = Object.keys(answers).find((id) => /\p{Cc}/u.test(answers[id] ?? ''));
  if (spoilt !== undefined) return { problem: `There is a line break or control character in “${spoilt}”.` };
  const server = (fixed?.server ?? typed('server')).replace(/^\[(.*)\]$/, '$1').toLowerCase();
  if (!/^[^\s/@,]+$/.test(server)) return { problem: 'Please give the name or address of a server, without “irc://”.' };
  const port = fixed?.port ?? (/^\d{1,5}$/.test(typed('port')) ? Number(typed('port')) : 0);
  if (port < 1 || port > 65_535)
    return { problem: 'The port is a number from 1 to 65535; mostly 6697, without TLS 6667.' };
  const tls = TLS_MODES.find((mode) => mode === typed('tls'));
  if (tls === undefined) return { problem: 'Please choose one of the values offered for TLS.' };
  const nick = typed('nick');
  if (!isNick(nick))
    return { problem: 'A nick has no spaces and none of , : @ ! # & * ? and does not begin with a digit or “-”.' };
  const auth = AUTH_METHODS.find((method) => method === typed('auth'));
  if (auth === undefined) return { problem: 'Please choose one of the values offered for “Sign in with”.' };
  const password = answers['password'] ?? '';
  if (auth !== 'none' && password === '') return { problem: 'To sign in with a password, please enter it.' };
  const channels = typed('channels')
    .split(/[\s,]+/)
    .filter((channel) => channel !== '');
  const odd = channels.find((channel) => !/^[#&+!]./.test(channel));
  if (odd !== undefined) return { problem: `“${odd}” is no name of a channel: those begin with “#”.` };
  const account = auth === 'sasl' ? typed('account') || nick : '';
  const realname = typed('realname') || nick;
  return {
    settings: { server, port, tls, nick, realname, auth, account, channels },
    password: auth === 'none' ? '' : password,
  };
}

/** RFC 2812, section 2.3.1, and letters of other alphabets, which some networks allow. */
function isNick(nick: string): boolean {
  return nick.length <= 64 && /^[^\s,:@!#&*?$+~%./0-9-][^\s,:@!#&*?]*$/u.test(nick);
}
