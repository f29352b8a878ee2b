import { useEffect, useMemo, useRef, useState } from 'react';
import { useData } from '../../app/context.ts';
import { useReadable } from '../../app/use-readable.ts';
import { isolated } from '../../format/isolated.ts';
import { t } from '../../texts/texts.ts';
import { useRoom } from './room.ts';
import styles from './TypingLine.module.css';

/** Of more than so many no names are told. */
const namedAtMost = 2;

/** Who is typing, below the messages. Its place is kept while nobody is, so that nothing moves when somebody begins. */
export function TypingLine({ chatID }: { readonly chatID: string }) {
  const { typing } = useData();
  const { people } = useRoom();
  const typists = useReadable(useMemo(() => typing.at(chatID), [typing, chatID])) ?? [];
  const names = typists.map(({ id, fullName }) => isolated(fullName ?? people.get(id) ?? id));
  const text =
    names.length === 0
      ? ''
      : names.length > namedAtMost
        ? t.chat.typing.several
        : t.chat.typing.of(names, names.length);
  const told = useTold(text);
  return (
    <div className={styles['line']}>
      {text !== '' && (
        <p className={styles['text']} aria-hidden="true">
          <span className={styles['dots']}>
            <span />
            <span />
            <span />
          </span>
          <span className={styles['words']}>{text}</span>
        </p>
      )}
      <p className="visually-hidden" role="status">
        {told}
      </p>
    </div>
  );
}

const quietMs = 20_000;

/** What is read out: who begins, but not each time that somebody stops and goes on. */
function useTold(text: string): string {
  const [told, setTold] = useState('');
  const last = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const isNoise = performance.now() - last.current < quietMs;
    if (text === '' || isNoise) return setTold('');
    last.current = performance.now();
    setTold(text);
  }, [text]);
  return told;
}
