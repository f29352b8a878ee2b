/** The files that are attached in each chat, from the moment of choosing. They go on uploading while another chat is looked at. */

import type { DraftFile } from '../../data/drafts.ts';
import { createKeyedStore, type Readable } from '../../data/store.ts';
import { upload } from './upload.ts';

export interface ComposerFile {
  readonly id: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number | undefined;
  readonly mimeType: string;
  readonly state: 'uploading' | 'ready' | 'failed';
  readonly percent: number;
  /** Once it is at the server. */
  readonly uploaded?: DraftFile | undefined;
  /** Address of a picture of it. */
  readonly preview?: string | undefined;
  /** Why it cannot be sent. */
  readonly problem?: string | undefined;
  /** Another try may go better: it was not the file that was wrong. */
  readonly canRetry?: boolean | undefined;
  /** It is part of the draft at the server: where that no longer has it, it was sent or taken away on another device. */
  readonly isInDraft?: boolean | undefined;
}

interface Started {
  readonly file: File;
  readonly stop: AbortController;
}

export interface ComposerFiles {
  at(chatID: string): Readable<readonly ComposerFile[] | undefined>;
  /** What an earlier page, or another device, has in the draft. What is only here stays. */
  adopt(chatID: string, files: readonly DraftFile[]): void;
  /** What is ready is in the draft. */
  stored(chatID: string): void;
  /** @param problemOf in words, for a file that cannot be sent here */
  add(chatID: string, files: readonly File[], problemOf: (file: File) => string | undefined): void;
  retry(chatID: string, id: string): void;
  remove(chatID: string, id: string): void;
  clear(chatID: string): void;
  /** How many the server does not have and could, in all chats. */
  unfinished(): number;
  /** Of all chats; uploads end. */
  forget(): void;
}

function createComposerFiles(): ComposerFiles {
  const all = createKeyedStore<readonly ComposerFile[]>();
  const started = new Map<string, Started>();
  const change = (chatID: string, id: string, fields: Partial<ComposerFile>) =>
    all.set(
      chatID,
      (all.get(chatID) ?? []).map((file) => (file.id === id ? { ...file, ...fields } : file)),
    );
  const forget = ({ id, preview }: ComposerFile) => {
    started.get(id)?.stop.abort();
    started.delete(id);
    if (preview?.startsWith('blob:') === true) URL.revokeObjectURL(preview);
  };

  const start = async (chatID: string, id: string, file: File) => {
    const stop = new AbortController();
    started.set(id, { file, stop });
    change(chatID, id, { state: 'uploading', percent: 0, problem: undefined, canRetry: false });
    try {
      const onProgress = (percent: number) => change(chatID, id, { percent });
      const uploaded = await upload(file, { onProgress, signal: stop.signal });
      change(chatID, id, { state: 'ready', percent: 100, uploaded });
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (!stop.signal.aborted) change(chatID, id, { state: 'failed', problem, canRetry: true });
    }
  };

  return {
    at: all.at,
    adopt(chatID, files) {
      const before = all.get(chatID) ?? [];
      const there = new Set(files.map(({ uploadID }) => uploadID));
      const gone = before.filter(
        ({ isInDraft, uploaded }) => isInDraft === true && !there.has(uploaded?.uploadID ?? ''),
      );
      gone.forEach(forget);
      const here = new Set(before.map(({ uploaded }) => uploaded?.uploadID));
      const others = files.filter(({ uploadID }) => !here.has(uploadID));
      if (all.get(chatID) !== undefined && gone.length === 0 && others.length === 0) return;
      all.set(chatID, [...before.filter((file) => !gone.includes(file)), ...others.map(fileOf)]);
    },
    stored(chatID) {
      const files = all.get(chatID) ?? [];
      if (files.every(({ uploaded, isInDraft }) => uploaded === undefined || isInDraft === true)) return;
      all.set(
        chatID,
        files.map((file) => (file.uploaded === undefined ? file : { ...file, isInDraft: true })),
      );
    },
    add(chatID, files, problemOf) {
      const entries = files.map((file) => {
        const problem = problemOf(file);
        const preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : undefined;
        const about = {
          id: crypto.randomUUID(),
          name: file.name,
          size: file.size,
          mimeType: file.type,
          preview,
          problem,
        };
        const entry: ComposerFile = { ...about, percent: 0, state: problem === undefined ? 'uploading' : 'failed' };
        return { file, entry };
      });
      all.set(chatID, [...(all.get(chatID) ?? []), ...entries.map(({ entry }) => entry)]);
      for (const { file, entry } of entries) if (entry.problem === undefined) void start(chatID, entry.id, file);
    },
    retry(chatID, id) {
      const before = started.get(id);
      if (before !== undefined) void start(chatID, id, before.file);
    },
    remove(chatID, id) {
      const files = all.get(chatID) ?? [];
      files.filter((file) => file.id === id).forEach(forget);
      all.set(
        chatID,
        files.filter((file) => file.id !== id),
      );
    },
    clear(chatID) {
      all.get(chatID)?.forEach(forget);
      all.set(chatID, []);
    },
    unfinished: () =>
      [...all.values()].flat().filter(({ state, canRetry }) => state === 'uploading' || canRetry === true).length,
    forget() {
      for (const files of all.values()) files.forEach(forget);
      all.clear();
    },
  };
}

export const composerFiles: ComposerFiles = createComposerFiles();

function fileOf(uploaded: DraftFile): ComposerFile {
  const { uploadID, fileName = '', mimeType = '', fileSize, srcURL } = uploaded;
  const preview = mimeType.startsWith('image/') ? srcURL : undefined;
  const about = { id: uploadID, name: fileName, size: fileSize, mimeType, uploaded, preview };
  return { ...about, state: 'ready', percent: 100, isInDraft: true };
}
