/** What links in a message lead to, in the shape of the wire: contract 2.13. Text is cut, and whatever is no page of the web is left out. */

import type { IncomingLink } from '@partyline/connector';
import type { LinkPreview } from '@partyline/protocol';
import { rememberAttachment } from '../../media/remote-attachments.ts';
import type { Batch } from './batch.ts';

const most = 8;
const longest = { url: 2_048, title: 300, summary: 1_000 } as const;

/** @returns `LinkPreview[]` as JSON, as it is stored; null where there is none. A picture is fetched when it is first asked for. */
export async function linksOf(
  batch: Batch,
  accountID: string,
  links: readonly IncomingLink[] | undefined,
): Promise<string | null> {
  const pages = (links ?? []).filter(({ url }) => isPage(url));
  // Two addresses of a text may lead to the same page.
  const sound = [...new Map(pages.map((link) => [link.url, link])).values()].slice(0, most);
  if (sound.length === 0) return null;
  const views: LinkPreview[] = [];
  for (const link of sound) views.push(await linkView(batch, accountID, link));
  return JSON.stringify(views);
}

async function linkView({ tx, owner }: Batch, accountID: string, link: IncomingLink): Promise<LinkPreview> {
  const { url, title, summary, originalURL, imgRef, imgSize } = link;
  const attachment = imgRef === undefined ? undefined : { kind: 'img' as const, ref: imgRef };
  const picture = attachment && (await rememberAttachment(tx, owner, { accountID, attachment }));
  return {
    url,
    title: cut(title, longest.title),
    ...(summary !== undefined && { summary: cut(summary, longest.summary) }),
    ...(originalURL !== undefined && isPage(originalURL) && { originalURL }),
    ...(picture !== undefined && { img: picture.url }),
    ...(imgSize !== undefined && { imgSize }),
  };
}

/** Half a character at the end would be refused by strict readers of JSON. */
const cut = (text: string, length: number): string => text.slice(0, length).replace(/[\ud800-\udbff]$/, '');

const isPage = (url: string): boolean =>
  url.length <= longest.url && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
