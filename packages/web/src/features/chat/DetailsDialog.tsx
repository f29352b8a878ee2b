import type { Chat, Participant } from '@partyline/protocol';
import { type FormEvent, useEffect, useState } from 'react';
import { useChat, useData } from '../../app/context.ts';
import { errorText } from '../../format/error-text.ts';
import { t } from '../../texts/texts.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { tell } from '../../ui/toasts.ts';
import styles from './Dialogs.module.css';
import { useRoom } from './room.ts';

const maxShown = 500;

/** Who is in a chat, and what it is called. */
export default function DetailsDialog({ onClose }: { onClose(): void }) {
  const { chatID, able, members, refreshMembers } = useRoom();
  useEffect(refreshMembers, [refreshMembers]);
  const chat = useChat(chatID);
  if (chat === undefined) return null;
  const isGroup = chat.type === 'group';
  const shown = Math.min(members.length, maxShown);
  const canRename = isGroup && (able.state?.title?.level ?? 0) > 0;
  const canDescribe = isGroup && (able.state?.description?.level ?? 0) > 0;
  return (
    <Dialog isOpen onClose={onClose} title={t.chat.details.title}>
      {canRename ? (
        <Field chat={chat} name="title" label={t.chat.details.name} />
      ) : (
        <p className={styles['heading']}>
          <bdi>{chat.title}</bdi>
        </p>
      )}
      {canDescribe ? (
        <Field chat={chat} name="description" label={t.chat.details.topic} />
      ) : (
        chat.description && (
          <p className={styles['text']} dir="auto">
            {chat.description}
          </p>
        )
      )}
      <section className={styles['section']}>
        <h3 className={styles['heading']}>{t.chat.details.members(chat.participants.total)}</h3>
        <ul>
          {members.slice(0, shown).map((person) => (
            <Person key={person.id} person={person} />
          ))}
        </ul>
        {shown < chat.participants.total && (
          <p className={styles['soft']}>{t.chat.details.more(chat.participants.total - shown)}</p>
        )}
      </section>
    </Dialog>
  );
}

function Person({ person }: { readonly person: Participant }) {
  const { id, fullName, username, phoneNumber, imgURL, isAdmin, isSelf, isNetworkBot, isPending } = person;
  const name = fullName ?? username ?? phoneNumber ?? id;
  const also = [phoneNumber, username, id].find((one) => one !== undefined && one !== name);
  const tags = [
    isSelf === true && t.chat.details.you,
    isAdmin === true && t.chat.details.admin,
    isNetworkBot === true && t.chat.details.bot,
    isPending === true && t.chat.details.invited,
  ].filter((tag) => tag !== false);
  return (
    <li className={styles['person']}>
      <Avatar name={name} id={id} imgURL={imgURL} size="small" />
      <span className={styles['about']}>
        <bdi>{name}</bdi>
        {also !== undefined && <bdi className={styles['soft']}>{also}</bdi>}
      </span>
      {tags.map((tag) => (
        <span key={tag} className={styles['tag']}>
          {tag}
        </span>
      ))}
    </li>
  );
}

interface FieldProps {
  readonly chat: Chat;
  readonly name: 'title' | 'description';
  readonly label: string;
}

function Field({ chat, name, label }: FieldProps) {
  const { api, chats } = useData();
  const before = chat[name] ?? '';
  const [text, setText] = useState(before);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await chats.change(() => api.chats.update(chat.id, { [name]: text.trim() === '' ? null : text.trim() }));
      tell(t.chat.details.saved);
    } catch (error) {
      setProblem(errorText(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className={styles['form']} onSubmit={save}>
      <TextField
        label={label}
        value={text}
        maxLength={name === 'title' ? 1_000 : 10_000}
        problem={problem}
        dir="auto"
        onChange={({ target }) => setText(target.value)}
      />
      <Button type="submit" isBusy={isBusy} disabled={text === before}>
        {t.chat.details.save}
      </Button>
    </form>
  );
}
