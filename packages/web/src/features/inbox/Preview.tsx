import type { ChatListItem, Message } from '@partyline/protocol';
import {
  CircleAlert,
  Clock,
  File,
  Image,
  type LucideIcon,
  MapPin,
  Mic,
  Music,
  Smile,
  Sticker,
  Video,
} from 'lucide-react';
import { useMemo } from 'react';
import { useData } from '../../app/context.ts';
import { useReadable } from '../../app/use-readable.ts';
import { plainText } from '../../html/plain-text.ts';
import { t } from '../../texts/texts.ts';
import styles from './Preview.module.css';
import { type PreviewKind, previewKind, previewText } from './preview-text.ts';

const icons: Readonly<Record<PreviewKind, LucideIcon>> = {
  image: Image,
  gif: Smile,
  video: Video,
  voice: Mic,
  audio: Music,
  sticker: Sticker,
  location: MapPin,
  file: File,
};

/** One line: the draft, or who said what last, and what became of it. @param isOpen a draft in sight need not be told */
export function Preview({ chat, isOpen }: { readonly chat: ChatListItem; readonly isOpen: boolean }) {
  const { drafts } = useData();
  const typed = useReadable(useMemo(() => drafts.at(chat.id), [drafts, chat.id]));
  const text = (typed?.text ?? plainText(chat.draft?.text ?? '')).trim();
  const files = typed?.files.length ?? Object.keys(chat.draft?.attachments ?? {}).length;
  const draft = text === '' && files > 0 ? t.inbox.kinds.file : text;
  if (draft !== '' && !isOpen)
    return (
      <>
        <span className={styles['draft']}>{t.inbox.draft}</span> <bdi>{draft}</bdi>
      </>
    );
  return chat.preview === undefined ? null : <LastMessage message={chat.preview} isGroup={chat.type === 'group'} />;
}

function LastMessage({ message, isGroup }: { readonly message: Message; readonly isGroup: boolean }) {
  const { isSender, isDeleted, senderName = '' } = message;
  const kind = isDeleted === true ? undefined : previewKind(message);
  const Icon = kind === undefined ? undefined : icons[kind];
  return (
    <>
      {isSender === true && <SendMark message={message} />}
      {isSender === true && <span className={styles['who']}>{t.inbox.you} </span>}
      {isSender !== true && isGroup && senderName !== '' && (
        <span className={styles['who']}>
          <bdi>{t.inbox.sender(senderName)}</bdi>{' '}
        </span>
      )}
      {Icon !== undefined && <Icon className={styles['icon']} size={13} aria-hidden="true" />}
      <bdi className={isDeleted === true ? styles['deleted'] : undefined}>{previewText(message)}</bdi>
    </>
  );
}

/** What went well needs no mark here. */
function SendMark({ message: { sendStatus } }: { readonly message: Message }) {
  const status = sendStatus?.status ?? 'SUCCESS';
  if (status === 'SUCCESS') return null;
  if (status === 'PENDING')
    return <Clock className={styles['icon']} size={13} role="img" aria-label={t.inbox.sending} />;
  return (
    <span className={styles['bad']}>
      <CircleAlert className={styles['icon']} size={13} aria-hidden="true" />
      {t.inbox.notSent}{' '}
    </span>
  );
}
