import { useMemo } from 'react';
import { hitPieces } from '../../data/highlight.ts';
import styles from './Marked.module.css';

interface MarkedProps {
  readonly text: string;
  readonly terms: readonly string[];
}

/** Text with the words that were looked for. */
export function Marked({ text, terms }: MarkedProps) {
  const pieces = useMemo(() => hitPieces(text, terms), [text, terms]);
  return pieces.map(({ text: piece, isHit }, index) => {
    const key = `${index} ${piece}`;
    return isHit ? (
      <mark key={key} className={styles['mark']}>
        {piece}
      </mark>
    ) : (
      <span key={key}>{piece}</span>
    );
  });
}
