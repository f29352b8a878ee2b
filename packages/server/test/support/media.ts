/** The media room on a store of its own with two owners, and files to put into it. */

import { type IncomingHttpHeaders, request } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { IncomingAttachment, MediaFetch } from '@partyline/connector';
import { pino } from 'pino';
import sharp from 'sharp';
import { type Media, openMedia } from '../../src/media/media.ts';
import type { OpenedMedia } from '../../src/media/reader.ts';
import { openStore, type Store, soleOwner } from '../../src/store/store.ts';
import { type Scope, temporaryFolder, testToken } from './server.ts';

export interface MediaRoom {
  readonly media: Media;
  readonly store: Store;
  readonly dataDir: string;
  /** Stores an upload of the owner. @returns its ID */
  upload(content: Buffer | string, fileName?: string): Promise<string>;
  /** Remembers an attachment of the owner's account. @returns its URL */
  remember(attachment: Partial<IncomingAttachment> & { readonly ref: string }): Promise<string>;
}

export interface RoomOptions {
  readonly cacheMB?: number;
  readonly publicURL?: string;
  readonly fetchLimitMs?: number;
  readonly fetchRemote?: (fetch: MediaFetch, accountID: string) => Promise<void>;
}

export const owner = soleOwner;
export const stranger = 'stranger';

export async function openRoom(scope: Scope, options: RoomOptions = {}): Promise<MediaRoom> {
  const dataDir = temporaryFolder(scope);
  const store = await openStore(dataDir);
  await store.write(async (tx) => {
    await tx.insertInto('owners').values({ id: stranger, created_at: 1 }).execute();
    const login = { id: 'l', owner_id: owner, bridge_id: 'b', remote_id: 'r', settings: '{}', status: 'connected' };
    await tx
      .insertInto('logins')
      .values({ ...login, created_at: 1, status_text: null, capabilities: null })
      .execute();
    const account = { id: 'a', owner_id: owner, login_id: 'l', remote_id: 'r', network: 'n', profile: '{}' };
    await tx
      .insertInto('accounts')
      .values({ ...account, disabled: 0, created_at: 1 })
      .execute();
  });
  const { fetchRemote, cacheMB = 1, publicURL, ...rest } = options;
  const media = openMedia({
    store,
    log: pino({ level: 'silent' }),
    path: join(dataDir, 'media'),
    cacheMB,
    publicURL,
    fetchRemote: async (_owner, accountID, fetch) => fetchRemote?.(fetch, accountID),
    ...rest,
  });
  scope.after(async () => {
    await media.stop();
    await store.close();
  });
  return {
    media,
    store,
    dataDir,
    async upload(content, fileName = 'x') {
      const { uploadID = '' } = await media.upload(owner, await media.receive(Readable.from([content])), { fileName });
      return uploadID;
    },
    async remember(attachment) {
      const from = { accountID: 'a', attachment: { kind: 'unknown' as const, ...attachment } };
      return (await store.write((tx) => media.remember(tx, owner, from))).url;
    },
  };
}

export async function contentOf({ file }: OpenedMedia): Promise<Buffer> {
  return buffer(file.createReadStream());
}

export function picture(width: number, height: number, format: 'png' | 'jpeg' = 'png', orientation = 1) {
  return sharp({ create: { width, height, channels: 3, background: '#268' } })
    .withMetadata({ orientation })
    .toFormat(format)
    .toBuffer();
}

export interface RawReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A request with any headers, `host` among them. The token is sent unless a header says otherwise. */
export function rawRequest(
  url: URL | string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<RawReply> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method, headers: { authorization: `Bearer ${testToken}`, ...headers } });
    call.once('error', reject);
    call.once('response', (response) => {
      buffer(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        reject,
      );
    });
    call.end();
  });
}
