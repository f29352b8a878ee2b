import { SendHorizontal } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, useMemo } from 'react';
import { useChat, useData } from '../../app/context.ts';
import { useReadable } from '../../app/use-readable.ts';
import type { Timeline } from '../../data/timeline.ts';
import { plainText } from '../../html/plain-text.ts';
import { t } from '../../texts/texts.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from './Composer.module.css';

interface ComposerProps {
  readonly chatID: string;
  readonly timeline: Timeline;
}

/** Where one writes. Enter sends, Shift+Enter begins a new line. */
export function Composer({ chatID, timeline }: ComposerProps) {
  const { drafts } = useData();
  const chat = useChat(chatID);
  const typed = useReadable(useMemo(() => drafts.at(chatID), [drafts, chatID]));
  const text = typed ?? plainText(chat?.draft?.text ?? '');

  const send = () => {
    if (text.trim() === '') return;
    drafts.clear(chatID);
    void timeline.send({ text });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While a text is put together with an input method, Enter is its own.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  if (chat?.isReadOnly === true) return <p className={styles['closed']}>{t.composer.readOnly}</p>;
  return (
    <form className={styles['composer']} onSubmit={onSubmit}>
      <textarea
        className={styles['text']}
        aria-label={t.composer.label}
        placeholder={t.composer.placeholder(chat?.title ?? '')}
        rows={1}
        dir="auto"
        enterKeyHint="send"
        value={text}
        onChange={({ target }) => drafts.set(chatID, target.value)}
        onKeyDown={onKeyDown}
      />
      <IconButton className={styles['send']} type="submit" label={t.composer.send} disabled={text.trim() === ''}>
        <SendHorizontal className={styles['arrow']} />
      </IconButton>
    </form>
  );
}
