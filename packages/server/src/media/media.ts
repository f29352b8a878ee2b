/** The room's face: uploads, files that networks hold, thumbnails and public links. Nothing of another owner is ever given. */

import type { Readable } from 'node:stream';
import { maxFileBytes, notFound, type UploadResult } from '@partyline/protocol';
import type { Logger } from 'pino';
import type { Store } from '../store/store.ts';
import type { Transaction } from '../store/writer.ts';
import { rememberImported } from './imported-files.ts';
import { type IncomingFile, openMediaFolder } from './media-folder.ts';
import { fileURL, readMediaURL } from './media-url.ts';
import type { FetchRemote } from './parts.ts';
import { createPublicLinks } from './public-links.ts';
import { createReader, type OpenedMedia } from './reader.ts';
import { type RemoteAttachment, type RemoteMedia, rememberAttachment } from './remote-attachments.ts';
import { createSweeper } from './sweep.ts';
import { createUploads, type Upload, type UploadNames } from './uploads.ts';

export type { RemoteMedia, Upload };

export interface Media {
  /** Streams a file to the disk, for `upload`. @throws ApiError `PAYLOAD_TOO_LARGE` or `UNAVAILABLE` */
  receive(source: Readable): Promise<IncomingFile>;
  /** Takes a received file over; durable when it resolves. */
  upload(owner: string, file: IncomingFile, names: UploadNames): Promise<UploadResult>;
  /** The ID of what such a URL names; undefined when it is none of this server's. */
  idOf(url: string): string | undefined;
  describe(owner: string, uploadID: string): Promise<Upload | undefined>;
  /** An upload as a file for connectors. */
  pathOf(owner: string, uploadID: string): Promise<string | undefined>;
  /** A message or draft uses the upload: it stays. @throws ApiError `NOT_FOUND` */
  keep(tx: Transaction, owner: string, uploadID: string): Promise<void>;
  /** Gives an attachment that a network holds its ID: the same one each time. Fetches nothing. */
  remember(tx: Transaction, owner: string, from: RemoteAttachment): Promise<RemoteMedia>;
  /** The same for what was imported: a file that was uploaded for it stays as long as the account. @throws ApiError `NOT_FOUND` */
  rememberImported(tx: Transaction, owner: string, from: RemoteAttachment): Promise<RemoteMedia>;
  /**
   * Opens what an `mxc://`, `localmxc://` or own `file://` URL names, with `?thumbnail` a small picture of it, and fetches it first if need be.
   * @throws ApiError `NOT_FOUND`, or `UPSTREAM_ERROR` in words
   */
  open(owner: string, url: string): Promise<OpenedMedia>;
  /** As {@link open}. @returns the `file://` URL */
  download(owner: string, url: string): Promise<string>;
  /** A link for everybody who has it; undefined when the server has no public address. The upload stays. @throws ApiError `NOT_FOUND` */
  publicLink(tx: Transaction, owner: string, uploadID: string): Promise<string | undefined>;
  /** @throws ApiError `NOT_FOUND` */
  openPublic(token: string): Promise<OpenedMedia>;
  /** Removes what is due by that clock; runs by itself at the start and each hour. */
  sweep(now: number): Promise<void>;
  stop(): Promise<void>;
}

export interface MediaOptions {
  readonly store: Store;
  readonly log: Logger;
  /** Made when it is not there. */
  readonly path: string;
  readonly cacheMB: number;
  /** Without a slash at its end. */
  readonly publicURL: string | undefined;
  readonly fetchRemote: FetchRemote;
  readonly fetchLimitMs?: number;
}

const fetchLimitMs = 5 * 60_000;
const sweepMs = 3_600_000;

export function openMedia(options: MediaOptions): Media {
  const { store, log } = options;
  const folder = openMediaFolder(options.path);
  const parts = { fetchLimitMs, ...options, folder, maxFileBytes };
  const uploads = createUploads(parts);
  const links = createPublicLinks(store, options.publicURL);
  const sweeper = createSweeper(store, folder, options.cacheMB * 1024 * 1024);
  const reader = createReader(parts, () => void tidy(() => sweeper.evict()).catch(() => undefined));

  let tidying: Promise<void> = Promise.resolve();
  /** One after the other; a failure is logged and tried again at the next turn. */
  const tidy = (work: () => Promise<void>): Promise<void> => {
    const done = tidying.then(() => reader.noteUses()).then(work);
    tidying = done.catch((error: unknown) => log.warn({ err: error }, 'media could not be tidied'));
    return done;
  };
  const sweep = (now: number) => tidy(() => sweeper.sweep(now));
  const sweepNow = () => void sweep(Date.now()).catch(() => undefined);
  const timer = setInterval(sweepNow, sweepMs).unref();
  sweepNow();

  return {
    receive: (source) => folder.receive(source, maxFileBytes),
    upload: uploads.add,
    idOf: (url) => readMediaURL(url, folder)?.id,
    describe: uploads.describe,
    keep: uploads.keep,
    async pathOf(owner, uploadID) {
      return (await uploads.describe(owner, uploadID)) && folder.pathOf(uploadID);
    },
    remember: rememberAttachment,
    rememberImported,
    open: reader.open,
    async download(owner, url) {
      const { file, path } = await reader.open(owner, url);
      await file.close();
      return fileURL(path);
    },
    publicLink: links.linkTo,
    async openPublic(token) {
      const row = await links.row(token);
      if (row === undefined) throw notFound('File');
      return reader.openRow(row);
    },
    sweep,
    async stop() {
      clearInterval(timer);
      await tidy(async () => {}).catch(() => undefined);
    },
  };
}
