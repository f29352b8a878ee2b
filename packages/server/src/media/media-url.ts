/** The URLs under which media is known to clients (contract 2.11). */

import { basename } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { MediaFolder } from './media-folder.ts';

/** Media that a network holds. */
export const remoteURL = (id: string): string => `mxc://partyline/${id}`;

/** Media that was uploaded here. */
export const uploadURL = (id: string): string => `localmxc://partyline/${id}`;

/** A small picture of what the URL names. */
export const thumbnailURL = (url: string): string => `${url}?thumbnail`;

export const fileURL = (path: string): string => pathToFileURL(path).href;

export interface MediaName {
  readonly id: string;
  readonly thumbnail: boolean;
}

/** @returns undefined for anything but a URL that this server gave */
export function readMediaURL(url: string, folder: MediaFolder): MediaName | undefined {
  const [, id, query] = /^(?:local)?mxc:\/\/partyline\/([\w-]{22})(\?thumbnail)?$/.exec(url) ?? [];
  if (id !== undefined) return { id, thumbnail: query !== undefined };
  const path = pathOf(url);
  if (path === undefined || path !== folder.pathOf(basename(path))) return undefined;
  return { id: basename(path), thumbnail: false };
}

/** What a file URL of this machine names. The URL parser resolves `..`, also when encoded; nobody who got the URL from here writes it. */
function pathOf(url: string): string | undefined {
  const parsed = URL.parse(url);
  if (parsed?.protocol !== 'file:' || parsed.search !== '' || parsed.hash !== '') return undefined;
  if (/(?:\/|%2f|\\|%5c)(?:\.|%2e){1,2}(?:\/|%2f|\\|%5c|$)/i.test(url)) return undefined;
  try {
    return fileURLToPath(parsed);
  } catch {
    return undefined;
  }
}
