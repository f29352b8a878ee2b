import { Paperclip, SendHorizontal, Smile } from 'lucide-react';
import { type ClipboardEvent, type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useChat } from '../../app/context.ts';
import type { Intent } from '../../data/intents.ts';
import type { Timeline } from '../../data/timeline.ts';
import { t } from '../../texts/texts.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { useRoom } from '../chat/room.ts';
import { LazyEmojiPicker } from '../emoji/LazyEmojiPicker.tsx';
import styles from './Composer.module.css';
import { FileTray } from './FileTray.tsx';
import { fileProblem } from './file-rules.ts';
import { composerFiles } from './files.ts';
import { IntentBar } from './IntentBar.tsx';
import { LaterMenu } from './LaterMenu.tsx';
import { MentionList } from './MentionList.tsx';
import { insertText, markByKey } from './text-marks.ts';
import { useComposed } from './use-composed.ts';
import { useMentions } from './use-mentions.ts';
import { useTyping } from './use-typing.ts';

interface ComposerProps {
  readonly chatID: string;
  readonly timeline: Timeline;
  /** A message that is answered or edited. */
  readonly intent: Intent | undefined;
  onIntent(intent: Intent | undefined): void;
}

/** Where one writes. Enter sends, Shift+Enter begins a new line. */
export function Composer({ chatID, timeline, intent, onIntent }: ComposerProps) {
  const chat = useChat(chatID);
  const able = chat?.capabilities ?? {};
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const [emojiAnchor, setEmojiAnchor] = useState<Element>();
  const room = useRoom();
  const typing = useTyping(chatID, able.typingNotifications === true && room.isConnected);
  const composed = useComposed({ chatID, timeline, intent, onIntent });
  const { text, setText, files, send, canSend, tooLongBy, isWaiting, editLast } = composed;
  const mentions = useMentions(room, field, text);
  const isEditing = intent?.kind === 'edit';

  const seenIntent = useRef(intent);
  useEffect(() => {
    // Not for one that was begun before the chat was left: whoever comes back may want to read.
    if (intent !== undefined && intent !== seenIntent.current) field.current?.focus();
    seenIntent.current = intent;
  }, [intent]);
  if (chat?.isReadOnly === true) return <p className={styles['closed']}>{t.composer.readOnly}</p>;

  const sendNow = (sendAt?: Date) => {
    typing.stop();
    send(sendAt);
    field.current?.focus();
  };
  const addFiles = (chosen: Iterable<File>) =>
    composerFiles.add(chatID, [...chosen], (file) => fileProblem(file, able));
  const onOwnKey = ({ key, shiftKey, altKey }: KeyboardEvent): boolean => {
    if (key === 'Escape' && intent !== undefined) onIntent(undefined);
    else if (key === 'Enter' && !shiftKey && !altKey) sendNow();
    else return key === 'ArrowUp' && text === '' && intent === undefined && editLast();
    return true;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // While a text is put together with an input method, keys are its own.
    if (event.nativeEvent.isComposing) return;
    const isHandled = mentions.onKey(event) || markByKey(event) || onOwnKey(event);
    if (isHandled) event.preventDefault();
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = [...event.clipboardData.files];
    if (pasted.length === 0 || isEditing) return;
    event.preventDefault();
    addFiles(pasted);
  };
  const onSubmit = (event: FormEvent) => {
    // Forms of dialogs that were opened from here are theirs, though React tells of them here too.
    if (event.target !== event.currentTarget) return;
    event.preventDefault();
    sendNow();
  };
  return (
    <form className={styles['composer']} onSubmit={onSubmit}>
      {intent !== undefined && <IntentBar intent={intent} onCancel={() => onIntent(undefined)} />}
      {files.length > 0 && !isEditing && <FileTray chatID={chatID} files={files} />}
      {isWaiting && (
        <p className={styles['note']} role="status">
          {t.composer.waitsForUpload}
        </p>
      )}
      {tooLongBy > 0 && (
        <p className={styles['wrong']} role="alert">
          {t.composer.tooLong(tooLongBy)}
        </p>
      )}
      <MentionList {...mentions} />
      <div className={styles['line']}>
        {!isEditing && (
          <>
            <IconButton label={t.composer.attach} onClick={() => picker.current?.click()}>
              <Paperclip />
            </IconButton>
            <input
              ref={picker}
              type="file"
              multiple
              hidden
              onChange={({ target }) => {
                addFiles(target.files ?? []);
                target.value = '';
              }}
            />
          </>
        )}
        <div className={styles['frame']}>
          <textarea
            ref={field}
            className={styles['text']}
            aria-label={t.composer.label}
            placeholder={t.composer.placeholder(chat?.title ?? '')}
            rows={Math.min(8, text.split('\n').length)}
            dir="auto"
            enterKeyHint="send"
            value={text}
            {...mentions.attributes}
            onChange={({ target }) => {
              setText(target.value);
              typing.changed();
            }}
            onSelect={mentions.onSelect}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
          />
          <IconButton
            className={styles['emoji']}
            label={t.composer.emoji}
            onClick={({ currentTarget }) => setEmojiAnchor(currentTarget)}
          >
            <Smile />
          </IconButton>
        </div>
        {!isEditing && canSend && <LaterMenu onChoose={sendNow} />}
        <IconButton
          className={styles['send']}
          type="submit"
          label={isEditing ? t.composer.save : t.composer.send}
          disabled={!canSend}
        >
          <SendHorizontal className={styles['arrow']} />
        </IconButton>
      </div>
      <LazyEmojiPicker
        anchor={emojiAnchor}
        onClose={() => setEmojiAnchor(undefined)}
        onPick={(emoji) => {
          setEmojiAnchor(undefined);
          if (field.current !== null) insertText(field.current, emoji);
        }}
      />
    </form>
  );
}
