/** The one form of every login flow. */

import type { AskStep, InputField } from '@partyline/connector';
import { AUTH_METHODS, type Settings, TLS_MODES } from './settings.ts';

export type Answers = Readonly<Record<string, string>>;

/** An address that is not asked for, because the login to repair belongs to it. */
export type FixedAddress = Pick<Settings, 'server' | 'port'>;

/** What the form of one login builds on. */
export interface FormStart {
  readonly fixed: FixedAddress | undefined;
  /** What an answer left out means, by field; these fields need no answer. */
  readonly defaults: Answers;
  /** What to offer in the first form. */
  readonly offered: Answers;
  readonly welcome: string;
}

/** The fields as texts name them. */
const FIELD_NAMES = {
  server: 'Server',
  port: 'Port',
  tls: 'TLS',
  nick: 'Nick',
  auth: 'Sign in with',
  account: 'Account',
  password: 'Password',
  realname: 'Real name',
  channels: 'Channels',
} as const;

export type FieldID = keyof typeof FIELD_NAMES;

/** What is wrong, and the fields it can be mended in. */
export interface Problem {
  readonly problem: string;
  readonly check: readonly FieldID[];
}

/** A problem as the instructions of the next form. */
export function correction({ problem, check }: Problem): string {
  return check.length === 0 ? problem : `${problem} Please check: ${check.map((id) => FIELD_NAMES[id]).join(', ')}.`;
}

/** @param offered values by field; a password among them is not shown again */
export function serverForm({ fixed, defaults }: FormStart, offered: Answers, instructions: string): AskStep {
  const offer = (id: FieldID) => (offered[id] === undefined || offered[id] === '' ? {} : { initialValue: offered[id] });
  const unlessDefault = (id: FieldID) => (defaults[id] === undefined ? {} : { optional: true });
  const network = defaults['server'];
  const server: InputField = {
    id: 'server',
    type: 'domain',
    label: network === undefined ? 'Server' : `Server (empty: ${network})`,
    placeholder: 'irc.example.org',
    ...unlessDefault('server'),
    ...offer('server'),
  };
  const port: InputField = {
    id: 'port',
    type: 'number',
    label: 'Port (empty: 6697, or 6667 without TLS)',
    optional: true,
    ...offer('port'),
  };
  const tls: InputField = {
    id: 'tls',
    type: 'select',
    label: 'TLS (“yes-unverified” accepts any certificate)',
    options: TLS_MODES,
    optional: true,
    ...offer('tls'),
  };
  const rest: InputField[] = [
    { id: 'nick', type: 'username', label: 'Nick', ...unlessDefault('nick'), ...offer('nick') },
    { id: 'auth', type: 'select', label: 'Sign in with', options: AUTH_METHODS, optional: true, ...offer('auth') },
    {
      id: 'account',
      type: 'text',
      label: `Account (only for SASL; empty: ${defaults['account'] ?? 'the nick'})`,
      optional: true,
      ...offer('account'),
    },
    { id: 'password', type: 'password', label: 'Password (for SASL or the server; empty: none)', optional: true },
    { id: 'realname', type: 'text', label: 'Real name (empty: the nick)', optional: true, ...offer('realname') },
    {
      id: 'channels',
      type: 'text',
      label: 'Channels to join (empty: none)',
      placeholder: '#one, #two',
      optional: true,
      ...offer('channels'),
    },
  ];
  return {
    stepID: 'server',
    instructions,
    fields: fixed === undefined ? [server, port, tls, ...rest] : [tls, ...rest],
  };
}
