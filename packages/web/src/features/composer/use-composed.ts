import { useEffect, useMemo, useState } from 'react';
import { useChat, useData } from '../../app/context.ts';
import { useReadable } from '../../app/use-readable.ts';
import type { DraftFile } from '../../data/drafts.ts';
import type { Intent } from '../../data/intents.ts';
import type { Outgoing } from '../../data/outgoing.ts';
import type { Timeline } from '../../data/timeline.ts';
import { fullText } from '../../format/dates.ts';
import { errorText } from '../../format/error-text.ts';
import { markdownText } from '../../html/markdown-text.ts';
import { t } from '../../texts/texts.ts';
import { tell, warn } from '../../ui/toasts.ts';
import { canEdit } from '../chat/message-abilities.ts';
import { useRoom } from '../chat/room.ts';
import { takesCaption } from './file-rules.ts';
import { type ComposerFile, composerFiles } from './files.ts';
import { mentionedIn } from './mentions.ts';
import { peopleOf } from './use-mentions.ts';
import { sendWhenUploaded, waitingIn } from './waiting.ts';
import { writtenIn } from './written.ts';

interface ComposedParts {
  readonly chatID: string;
  readonly timeline: Timeline;
  readonly intent: Intent | undefined;
  onIntent(intent: Intent | undefined): void;
}

const noFiles: readonly ComposerFile[] = [];

/** What is being written in a chat, kept as its draft, and how it is sent. An edit has a text of its own: the draft stays. */
export function useComposed({ chatID, timeline, intent, onIntent }: ComposedParts) {
  const { api, chats, drafts, intents, timelines } = useData();
  const room = useRoom();
  const chat = useChat(chatID);
  const draft = useReadable(useMemo(() => drafts.at(chatID), [drafts, chatID]));
  const files = useReadable(useMemo(() => composerFiles.at(chatID), [chatID])) ?? noFiles;
  const there = useMemo(() => writtenIn({ draft: chat?.draft }, draft), [draft, chat?.draft]);
  const edited = intent?.kind === 'edit' ? intent.message : undefined;
  const editedText = useMemo(() => markdownText(edited?.text ?? ''), [edited]);
  const editText = intent?.text ?? editedText;
  const [isSaving, setSaving] = useState(false);
  const isWaiting = useReadable(useMemo(() => waitingIn(chatID), [chatID])) !== undefined;
  const text = edited === undefined ? there.text : editText;

  // What was changed here goes to the draft, below; else the draft may have been changed on another device.
  const isTyped = draft !== undefined;
  useEffect(() => {
    if (!isTyped || composerFiles.at(chatID).get() === undefined) composerFiles.adopt(chatID, there.files);
  }, [chatID, isTyped, there.files]);

  const ready = readyOf(files);
  const readyIDs = ready.map(({ uploadID }) => uploadID).join(' ');
  const storedIDs = there.files.map(({ uploadID }) => uploadID).join(' ');
  // What was uploaded is part of the draft, here and elsewhere.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the files changed: texts are stored as they are typed
  useEffect(() => {
    if (readyIDs !== storedIDs && composerFiles.at(chatID).get() !== undefined)
      drafts.set(chatID, { text: there.text, files: ready });
    composerFiles.stored(chatID);
  }, [readyIDs]);

  const setText = (next: string) => {
    if (edited === undefined) drafts.set(chatID, { text: next, files: ready });
    else onIntent({ kind: 'edit', message: edited, text: next });
  };
  const { maxTextLength = Number.POSITIVE_INFINITY } = room.able;
  const tooLongBy = Math.max(0, text.length - maxTextLength);
  const isUploading = files.some(({ state }) => state === 'uploading');
  const hasFailed = files.some(({ state }) => state === 'failed');
  const canSend =
    tooLongBy === 0 &&
    !isSaving &&
    (text.trim() !== '' || (edited === undefined && (ready.length > 0 || isUploading))) &&
    (edited !== undefined || !hasFailed);

  const saveEdit = async (message: NonNullable<typeof edited>) => {
    setSaving(true);
    try {
      await timeline.change(() => api.messages.update(message.id, { chatID, text: editText }));
      // Something else may have been begun meanwhile.
      if (intents.at(chatID).get()?.message === message) onIntent(undefined);
    } catch (error) {
      warn(t.composer.editFailed, { description: errorText(error) });
    }
    setSaving(false);
  };

  const post = (sendAt: Date | undefined) => {
    // As it is now, not as it was drawn: a second Enter must find nothing, and uploads may end while another chat is looked at.
    const chat = chats.get(chatID);
    const { text: words } = writtenIn(chat, drafts.at(chatID).get());
    const ready = readyOf(composerFiles.at(chatID).get() ?? noFiles);
    const intent = intents.at(chatID).get();
    const timeline = timelines.of(chatID);
    if (words.trim() === '' && ready.length === 0) return;
    drafts.clear(chatID);
    composerFiles.clear(chatID);
    if (intent?.kind === 'reply') onIntent(undefined);
    const mentioned = room.isGroup ? mentionedIn(words, peopleOf(room.members)) : [];
    const parts = partsOf(words, ready, room.able);
    parts.forEach(({ shown, ...part }, index) => {
      const about: Outgoing = {
        ...part,
        ...(sendAt !== undefined && { sendAt: sendAt.toISOString() }),
        ...(index === 0 && mentioned.length > 0 && { mentions: mentioned }),
        ...(index === 0 && intent?.kind === 'reply' && { replyToMessageID: intent.message.id }),
      };
      void timeline.send(about, shown);
    });
    if (sendAt !== undefined) tell(t.composer.scheduled(fullText(sendAt.toISOString())));
  };
  const send = (sendAt?: Date) => {
    if (!canSend) return;
    if (edited !== undefined) void saveEdit(edited);
    else if (isUploading) sendWhenUploaded(chatID, () => post(sendAt));
    else post(sendAt);
  };

  /** @returns false when there is none that can be edited */
  const editLast = (): boolean => {
    const item = timeline.state
      .get()
      .items.findLast(({ message, local }) => local === undefined && canEdit(message, room));
    if (item !== undefined) onIntent({ kind: 'edit', message: item.message });
    return item !== undefined;
  };
  return { text, setText, files, send, canSend, tooLongBy, isWaiting, editLast };
}

const readyOf = (files: readonly ComposerFile[]): readonly DraftFile[] =>
  files.flatMap(({ uploaded }) => uploaded ?? []);

interface Part extends Outgoing {
  readonly shown?: DraftFile;
}

/** One message for each file; the text goes with the first where the network can do that. */
function partsOf(text: string, files: readonly DraftFile[], able: Parameters<typeof takesCaption>[1]): readonly Part[] {
  const [first] = files;
  if (first === undefined) return [{ text }];
  const isCaption = text.trim() === '' || takesCaption(first.mimeType ?? '', able);
  const parts = files.map((file, index): Part => {
    const { fileSize: _, srcURL: __, type, ...attachment } = file;
    return {
      ...(isCaption && index === 0 && text.trim() !== '' && { text }),
      attachment: { ...attachment, ...(type !== undefined && { type }) },
      shown: file,
    };
  });
  return isCaption ? parts : [{ text }, ...parts];
}
