/** `index.html` of an export: its chats, the newest first. */

import { join } from 'node:path';
import type { ChatSummary, Manifest } from '../records.ts';
import { shown } from '../shown.ts';
import { formatDay, formatMoment } from '../times.ts';
import { writeWhole } from '../whole-files.ts';
import { foot, head, hrefTo } from './document.ts';
import { escapeHTML } from './escape.ts';

export const chatPage = 'messages.html';

export const writeIndex = (folder: string, manifest: Manifest): Promise<void> =>
  writeWhole(join(folder, 'index.html'), async (writer) => {
    await writer.write(head('Chats'));
    await writer.write(
      `<header><h1>Chats</h1><p>${manifest.chats.length} chats, as they were on ${formatMoment(manifest.updatedAt)}.</p></header>\n<main>\n`,
    );
    for (const account of manifest.accounts) {
      const chats = manifest.chats
        .filter(({ accountID }) => accountID === account.accountID)
        .toSorted((one, other) => ((one.newest ?? '') < (other.newest ?? '') ? 1 : -1));
      if (chats.length === 0) continue;
      const { network, bridge, user } = account;
      const name = shown(user.fullName ?? user.username, user.id);
      await writer.write(
        `<h2><bdi>${escapeHTML(shown(network, bridge.type))}</bdi> · <bdi>${escapeHTML(name)}</bdi></h2>\n<table class="chats"><thead><tr><th scope="col">Chat</th><th scope="col">Messages</th><th scope="col">Newest</th></tr></thead><tbody>\n`,
      );
      for (const chat of chats) await writer.write(row(chat));
      await writer.write('</tbody></table>\n');
    }
    await writer.write(`</main>\n${foot}`);
  });

function row({ title, folder, messages, newest }: ChatSummary): string {
  const day = newest === null ? '' : formatDay(newest);
  return `<tr><td><a href="${hrefTo(`${folder}/${chatPage}`)}"><bdi>${escapeHTML(shown(title))}</bdi></a></td><td>${messages}</td><td>${day}</td></tr>\n`;
}
