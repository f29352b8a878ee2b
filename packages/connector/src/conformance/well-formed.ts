/** What every event must be, whatever its kind. */

import type { Content, NetworkEvent, Sender } from '../events.ts';

/** @returns what is wrong with the event, each in a few words; nothing for one that is right */
export function wrongs(event: NetworkEvent): string[] {
  return [...identities(event), ...times(event), ...texts(event)].map((wrong) => `${event.kind}: ${wrong}`);
}

function identities(event: NetworkEvent): string[] {
  const { account } = event;
  const wrong = empty({ account });
  if (event.kind === 'message') {
    const { id, chat, replyTo, transactionID } = event;
    return [...wrong, ...empty({ id, chatID: chat.id, replyTo, transactionID }), ...people(event.sender)];
  }
  if (event.kind === 'chat') {
    const ids = [...(event.participants?.items ?? []).map(({ id }) => id), ...(event.participants?.gone ?? [])];
    if (new Set(ids).size < ids.length) wrong.push('a participant is named twice');
    const refs = [event.chat.imgRef, ...(event.participants?.items ?? []).map(({ imgRef }) => imgRef)];
    wrong.push(...refs.flatMap((picture) => empty({ picture: picture ?? undefined })));
    return [...wrong, ...empty({ chatID: event.chat.id }), ...ids.flatMap((id) => empty({ participant: id }))];
  }
  const { chatID } = event;
  if (event.kind === 'chat_removed') return [...wrong, ...empty({ chatID })];
  if (event.kind === 'typing') {
    const { timeoutMs = 1 } = event;
    if (!(timeoutMs > 0)) wrong.push(`it is to end after ${timeoutMs} ms`);
    return [...wrong, ...empty({ chatID }), ...people(event.sender)];
  }
  wrong.push(...empty({ chatID, messageID: event.messageID }));
  if (event.kind === 'edit') wrong.push(...empty({ id: event.id }));
  if (event.kind === 'reaction') wrong.push(...empty({ key: event.key }), ...people(event.sender));
  if (event.kind === 'read') wrong.push(...people(event.reader));
  return wrong;
}

/** Every date a network can mean has whole milliseconds after 1970. */
function times(event: NetworkEvent): string[] {
  if (!('timestamp' in event)) return [];
  return Number.isSafeInteger(event.timestamp) && event.timestamp > 0
    ? []
    : [`the timestamp ${event.timestamp} is not whole milliseconds`];
}

function texts(event: NetworkEvent): string[] {
  if (event.kind !== 'message' && event.kind !== 'edit') return [];
  const { text, mentions = [], attachments = [], links = [] }: Content = event;
  const wrong = mentions.flatMap((id) => empty({ mention: id }));
  if (typeof text !== 'string') wrong.push('the text is not a text');
  for (const { ref, fileSize = 0 } of attachments) {
    wrong.push(...empty({ ref }));
    if (!Number.isSafeInteger(fileSize) || fileSize < 0) wrong.push(`the file size ${fileSize} is not whole bytes`);
  }
  wrong.push(...links.flatMap(({ url, imgRef }) => empty({ link: url, 'picture of a link': imgRef })));
  return wrong;
}

function people({ id, isSelf }: Sender): string[] {
  return [...empty({ sender: id }), ...(typeof isSelf === 'boolean' ? [] : ['isSelf is not said'])];
}

/** Absent is right, empty is not. */
function empty(ids: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(ids)
    .filter(([, id]) => id === '')
    .map(([name]) => `the ${name} is empty`);
}
