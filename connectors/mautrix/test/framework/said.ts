/** What people say on the network of a rehearsal. */

import type { Happening } from './network.ts';

/** `convert.go`, "part" */
export type Part = Readonly<Record<string, unknown>>;

export const said = (body: string, more: object = {}): Part => ({ content: { msgtype: 'm.text', body, ...more } });

export const base64 = (text: string): string => Buffer.from(text).toString('base64');

export const withFile = (msgtype: string, name: string, type: string, bytes: string, content: object = {}): Part => ({
  content: { msgtype, body: name, filename: name, ...content },
  file: { name, type, bytes: base64(bytes) },
});

/** To Ann, in their direct chat. */
export const messageFrom = (person: string, id: string, part: Part, more: object = {}): Happening => ({
  kind: 'message',
  login: 'login-ann',
  chat: person,
  sender: person,
  id,
  parts: [part],
  ...more,
});
