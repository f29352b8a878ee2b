/** Sending through the sandbox: chats to send in, what was answered, and what the network really got. */

import type { Message, OutboxPage } from '@partyline/protocol';
import type { Answer, Api } from './api.ts';
import { chatCalled, deliver } from './chats.ts';
import { eventually } from './eventually.ts';
import { command, connectedAccount } from './sandbox.ts';
import { testToken } from './server.ts';

export interface Place {
  readonly api: Api;
  readonly url: string;
  readonly accountID: string;
  /** The contact, which is what the network calls the direct chat. */
  readonly contact: string;
  readonly chatID: string;
}

let people = 0;

/** A connected account of its own, with a direct chat. */
export async function placeToSend(server: { api: Api; running: { url: string } }, contact = 'silent'): Promise<Place> {
  people += 1;
  const { accountID } = await connectedAccount(server.api, `sender-${people}`);
  return chatOf({ api: server.api, url: server.running.url, accountID }, contact);
}

/** A direct chat of an account. @param account what the network calls it, where it is not the first of its login */
export async function chatOf(
  place: Pick<Place, 'api' | 'url' | 'accountID'>,
  contact: string,
  account?: string,
): Promise<Place> {
  const { api, accountID } = place;
  const title = `with ${contact}`;
  const chat = { id: contact, type: 'single' as const, title };
  await deliver(api, accountID, { kind: 'chat', chat, ...(account !== undefined && { account }) });
  const { id: chatID } = await chatCalled(api, accountID, title);
  return { ...place, contact, chatID };
}

/** The same chat of a server that was started again. */
export const placeIn = (server: { api: Api; running: { url: string } }, place: Place): Place => ({
  ...place,
  api: server.api,
  url: server.running.url,
});

export const path = ({ chatID }: Place, more = ''): string => `/v1/chats/${encodeURIComponent(chatID)}/messages${more}`;

export interface Accepted {
  readonly chatID: string;
  readonly pendingMessageID: string;
}

export async function request<T>(
  url: string,
  method: string,
  where: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer<T>> {
  const response = await fetch(new URL(where, url), {
    method,
    headers: {
      authorization: `Bearer ${testToken}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text === '' ? undefined : JSON.parse(text),
  } as Answer<T>;
}

/** Asks for a message to be sent, whatever is answered. */
export async function trySending<T = Accepted>(
  place: Place,
  body: Readonly<Record<string, unknown>>,
  headers?: Readonly<Record<string, string>>,
): Promise<Answer<T>> {
  return await request<T>(place.url, 'POST', path(place), body, headers);
}

/** @returns the pending ID */
export async function send(place: Place, body: string | Readonly<Record<string, unknown>>): Promise<string> {
  const answer = await trySending(place, typeof body === 'string' ? { text: body } : body);
  if (answer.status !== 200) throw new Error(`The message was refused with ${answer.status}: ${answer.text}`);
  return answer.body.pendingMessageID;
}

export type Sent = Message & { readonly pendingMessageID?: string };

export const readMessage = (place: Place, id: string): Promise<Sent> => place.api.get(path(place, `/${id}`));

/** The message once it is no longer on its way. */
export function settled(place: Place, id: string, limitMs?: number): Promise<Sent> {
  return eventually(
    () => readMessage(place, id),
    ({ sendStatus }) => sendStatus?.status !== 'PENDING',
    limitMs,
  );
}

/** Sends, and waits for the outcome. */
export async function sent(place: Place, body: string | Readonly<Record<string, unknown>>): Promise<Sent> {
  return settled(place, await send(place, body));
}

export interface Received {
  readonly id: string;
  readonly transactionID: string;
  readonly text: string;
  readonly html?: string;
  readonly mentions?: readonly string[];
  readonly replyTo?: string;
  readonly attempts: number;
  readonly edits: number;
  readonly removed?: string;
  readonly timestamp: number;
  readonly attachment?: { readonly fileName: string; readonly mimeType: string; readonly fileSize: number };
}

/** What the contact has, oldest first. */
export async function received({ api, accountID, contact }: Place): Promise<readonly Received[]> {
  const answer = await command(api, accountID, { received: { chat: contact, limit: 10_000 } });
  return (answer as { messages: Received[] }).messages;
}

export const textsReceived = async (place: Place): Promise<string[]> => (await received(place)).map(({ text }) => text);

/** Tells the sandbox what becomes of sends. */
export const sends = (place: Place, mode: string, times?: number): Promise<unknown> =>
  command(place.api, place.accountID, { send: mode, ...(times !== undefined && { times }) });

/** The state of a delivery; undefined: it is not in the outbox. */
export async function stateOf(place: Place, pendingID: string): Promise<string | undefined> {
  const { items } = await place.api.get<OutboxPage>(`/v1/outbox?chatID=${encodeURIComponent(place.chatID)}&limit=200`);
  return items.find(({ pendingMessageID }) => pendingMessageID === pendingID)?.state;
}

export const inState = (place: Place, pendingID: string, state: string | undefined): Promise<string | undefined> =>
  eventually(
    () => stateOf(place, pendingID),
    (now) => now === state,
  );

export const cancel = <T>({ url }: Place, pendingID: string): Promise<Answer<T>> =>
  request(url, 'DELETE', `/v1/outbox/${pendingID}`);

export const confirm = <T>({ url }: Place, pendingID: string): Promise<Answer<T>> =>
  request(url, 'POST', `/v1/outbox/${pendingID}/confirm`);

export const retry = <T>({ url }: Place, pendingID: string): Promise<Answer<T>> =>
  request(url, 'POST', `/v1/outbox/${pendingID}/retry`);
