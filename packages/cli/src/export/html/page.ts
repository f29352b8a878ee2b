/** `messages.html`: a chat to be read in a browser, with nothing but the files beside it. */

import { join } from 'node:path';
import type { Account } from '@partyline/protocol';
import { sanitizeHTML } from '@partyline/rich-text';
import type { ChatRecord } from '../records.ts';
import { shown } from '../shown.ts';
import { formatDay, formatLongDay, formatMoment, formatTime, timeZone } from '../times.ts';
import { type Told, type ToldFile, toldMessages } from '../told-messages.ts';
import { writeWhole } from '../whole-files.ts';
import { foot, head, hrefTo } from './document.ts';
import { escapeHTML } from './escape.ts';
import { chatPage } from './index-page.ts';

export const writeHTML = (folder: string, record: ChatRecord, account: Account): Promise<void> =>
  writeWhole(join(folder, chatPage), async (writer) => {
    const { chat, readAt, messages } = record;
    const about = [
      `<bdi>${escapeHTML(shown(chat.network || account.network, account.bridge.type))}</bdi>`,
      `<bdi>${escapeHTML(shown(account.user.fullName ?? account.user.username, account.user.id))}</bdi>`,
      chat.type === 'group' ? `${chat.participants.total} people` : 'direct chat',
      `${messages} messages`,
    ];
    await writer.write(head(shown(chat.title)));
    await writer.write(
      `<header><h1 dir="auto">${escapeHTML(shown(chat.title))}</h1>\n<p>${about.join(' · ')}</p>\n${description(chat.description)}<p>As it was on ${formatMoment(readAt)}. Times are those of ${escapeHTML(timeZone())}.</p></header>\n<main>\n`,
    );
    let isOpen = false;
    for await (const told of toldMessages(folder, record)) {
      if (told.startsDay) {
        const { timestamp } = told.message;
        await writer.write(
          `${isOpen ? '</section>\n' : ''}<section><h2><time datetime="${formatDay(timestamp)}">${formatLongDay(timestamp)}</time></h2>\n`,
        );
        isOpen = true;
      }
      await writer.write(article(told));
    }
    await writer.write(`${isOpen ? '</section>\n' : ''}</main>\n${foot}`);
  });

const description = (text: string | null | undefined): string =>
  text ? `<p dir="auto">${escapeHTML(text)}</p>\n` : '';

function article(told: Told): string {
  const { message, sender, startsTurn } = told;
  const isNotice = message.type === 'NOTICE';
  const kind = isNotice ? ' class="notice"' : message.isSender === true ? ' class="own"' : '';
  const who = startsTurn && message.isSender !== true ? `<div class="who"><bdi>${escapeHTML(sender)}</bdi></div>` : '';
  const body = [who, reply(told), ...told.files.map(figure), text(told), reactions(told), footer(told)];
  return `<article id="${anchor(message.id)}"${kind}>${body.join('')}</article>\n`;
}

/** Message IDs of other servers may hold anything. */
const anchor = (id: string): string => `m-${escapeHTML(encodeURIComponent(id))}`;

function reply({ message: { linkedMessageID }, answered }: Told): string {
  if (linkedMessageID === undefined) return '';
  const quoted =
    answered === undefined
      ? 'An earlier message'
      : `<b><bdi>${escapeHTML(answered.sender)}</bdi></b> <span dir="auto">${escapeHTML(answered.text)}</span>`;
  return `<a class="reply" href="#${anchor(linkedMessageID).replaceAll('%', '%25')}">${quoted}</a>`;
}

function text({ message }: Told): string {
  if (message.isDeleted === true) return '<div class="gone">This message was deleted.</div>';
  const html = sanitizeHTML(message.text ?? '');
  if (html === '') return '';
  // Pictures in a text are those of a server; what they stand for is told beside them.
  const shown = html
    .replace(/<img\b[^>]*>/g, (tag) => /\salt="([^"]*)"/.exec(tag)?.[1] ?? '')
    .replaceAll('<a ', '<a rel="noreferrer noopener" ');
  return `<div class="text" dir="auto">${shown}</div>`;
}

function figure({ attachment, file, name }: ToldFile): string {
  const { type, srcURL, isSticker } = attachment;
  const label = escapeHTML(name);
  if (file === undefined) {
    const isOnWeb = srcURL !== undefined && /^https?:/i.test(srcURL);
    const words = isOnWeb
      ? `<a rel="noreferrer noopener" href="${escapeHTML(srcURL)}"><bdi>${label}</bdi></a>`
      : `<bdi>${label}</bdi> (not in this export)`;
    return `<figure><figcaption>${words}</figcaption></figure>`;
  }
  const path = hrefTo(file);
  const link = `<a href="${path}"><bdi>${label}</bdi></a>`;
  if (type === 'img') {
    const image = `<a href="${path}"><img src="${path}" alt="${label}" loading="lazy"></a>`;
    return `<figure${isSticker ? ' class="sticker"' : ''}>${image}</figure>`;
  }
  if (type === 'video')
    return `<figure><video src="${path}" controls preload="none"></video><figcaption>${link}</figcaption></figure>`;
  if (type === 'audio')
    return `<figure><audio src="${path}" controls preload="none"></audio><figcaption>${link}</figcaption></figure>`;
  return `<figure><figcaption>📄 ${link}</figcaption></figure>`;
}

function reactions({ reactions: list }: Told): string {
  if (list.length === 0) return '';
  const items = list.map(
    ({ key, names }) =>
      `<li title="${escapeHTML(names.join(', '))}"><bdi>${escapeHTML(key)}</bdi>${names.length > 1 ? ` ${names.length}` : ''}</li>`,
  );
  return `<ul class="reactions">${items.join('')}</ul>`;
}

function footer({ message }: Told): string {
  const { id, timestamp, editedTimestamp, sendStatus } = message;
  const notes = [
    ...(editedTimestamp === undefined ? [] : [`<span title="${formatMoment(editedTimestamp)}">edited</span>`]),
    ...(sendStatus === undefined || sendStatus.status === 'SUCCESS' ? [] : ['not sent']),
    `<a href="#${anchor(id).replaceAll('%', '%25')}"><time datetime="${escapeHTML(timestamp)}">${formatTime(timestamp)}</time></a>`,
  ];
  return `<footer>${notes.join(' · ')}</footer>`;
}
