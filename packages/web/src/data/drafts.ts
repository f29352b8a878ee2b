/**
 * What was typed and not sent, by chat: in the browser at once, at the server a moment later, so that it is on every device. What was changed
 * elsewhere is taken over unless something is typed here that the server does not have yet.
 */

import { NotFoundError, type Partyline } from '@partyline/client';
import type { Chat, MessageAttachmentInput } from '@partyline/protocol';
import type { Kept } from './kept.ts';
import type { LiveEvent } from './live.ts';
import { createReplay } from './replay.ts';
import { createKeyedStore, type Readable } from './store.ts';

export interface Draft {
  /** Markdown. */
  readonly text: string;
  readonly files: readonly DraftFile[];
}

/** One that was uploaded. */
export interface DraftFile extends Omit<MessageAttachmentInput, 'type'> {
  readonly type?: MessageAttachmentInput['type'] | undefined;
  readonly fileSize?: number | undefined;
  readonly srcURL?: string | undefined;
}

export interface Drafts {
  /** Undefined: nothing was typed here, and the chat's own draft counts. */
  at(chatID: string): Readable<Draft | undefined>;
  set(chatID: string, draft: Draft): void;
  /** It was sent. */
  clear(chatID: string): void;
  take(event: LiveEvent): void;
  /** Stores what is not stored yet. */
  flush(): Promise<void>;
  /** How many the server does not have, perhaps because it does not take them. */
  unsaved(): number;
  /** Takes up what an earlier visit could not store. */
  restore(): void;
  forget(): void;
}

export const noDraft: Draft = { text: '', files: [] };

const restMs = 1_000;

export function createDrafts(api: Partyline, kept: Kept<Draft>): Drafts {
  const typed = createKeyedStore<Draft>();
  const unsaved = new Set<string>();
  /** What the server has, as far as it came from here. */
  const saved = new Map<string, string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** One after the other: two saves of a chat must not overtake each other. */
  let turn = Promise.resolve();

  /** The chat is not there any more: nobody will ever take it, nor can be asked what is to become of it. */
  const drop = (chatID: string) => {
    unsaved.delete(chatID);
    kept.delete(chatID);
    saved.delete(chatID);
    typed.delete(chatID);
  };
  const store = async (chatID: string, draft: Draft) => {
    // A draft is taken only where there is none.
    const cleared = await api.chats.update(chatID, { draft: null }).catch((error: unknown) => {
      if (error instanceof NotFoundError) drop(chatID);
      throw error;
    });
    return isEmpty(draft) ? cleared.draft : (await api.chats.update(chatID, { draft: inputOf(draft) })).draft;
  };
  const save = async (chatID: string) => {
    const draft = typed.get(chatID);
    if (draft === undefined || !unsaved.has(chatID)) return;
    // Another device may be faster than the answer.
    await replay.around(
      () => store(chatID, draft),
      (there) => {
        saved.set(chatID, textOf(there));
        if (typed.get(chatID) !== draft) return;
        unsaved.delete(chatID);
        kept.delete(chatID);
      },
    );
  };
  const flush = () => {
    clearTimeout(timer);
    // What could not be stored is still here, and goes with the next change.
    for (const chatID of unsaved) turn = turn.then(() => save(chatID)).catch(() => undefined);
    return turn;
  };
  const change = (chatID: string, draft: Draft) => {
    typed.set(chatID, draft);
    kept.set(chatID, draft);
    unsaved.add(chatID);
    clearTimeout(timer);
    timer = setTimeout(flush, restMs);
  };
  const isSettled = (chatID: string) => typed.get(chatID) !== undefined && !unsaved.has(chatID);
  const isOther = (chat: Chat) => textOf(chat.draft) !== saved.get(chat.id);
  /** An event may tell of the moment between two saves: the server is asked how it is now. */
  const adopt = async (chatID: string) => {
    await turn;
    const chat = await api.chats.retrieve(chatID, { maxParticipantCount: 0 });
    if (isSettled(chatID) && isOther(chat)) typed.delete(chatID);
  };
  const replay = createReplay<LiveEvent>((event) => {
    if (event.type !== 'chat.upserted') return;
    for (const chat of event.entries ?? [])
      if (isSettled(chat.id) && isOther(chat)) adopt(chat.id).catch(() => undefined);
  });
  const restore = () => {
    for (const chatID of kept.keys()) {
      const draft = kept.get(chatID);
      if (draft !== undefined) change(chatID, draft);
    }
  };

  return {
    at: typed.at,
    set: change,
    clear: (chatID) => change(chatID, noDraft),
    flush,
    unsaved: () => [...unsaved].filter((chatID) => !isEmpty(typed.get(chatID) ?? noDraft)).length,
    restore,
    take: replay.take,
    forget() {
      clearTimeout(timer);
      unsaved.clear();
      saved.clear();
      typed.clear();
    },
  };
}

const textOf = (draft: Chat['draft']): string => JSON.stringify(draft ?? null);

const isEmpty = ({ text, files }: Draft): boolean => text.trim() === '' && files.length === 0;

/** By the ID of the upload, so that it can be sent by whoever reads the draft. */
function inputOf({ text, files }: Draft) {
  const attachments = files.map(({ type, fileSize: _, srcURL: __, ...file }) => [
    file.uploadID,
    { ...file, ...(type !== undefined && { type }) },
  ]);
  return { text, ...(files.length > 0 && { attachments: Object.fromEntries(attachments) }) };
}

export function readDraft(value: unknown): Draft | undefined {
  const { text, files } = Object(value);
  return typeof text === 'string' && Array.isArray(files) ? { text, files } : undefined;
}
