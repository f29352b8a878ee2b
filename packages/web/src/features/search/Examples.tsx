import { Search } from 'lucide-react';
import { t } from '../../texts/texts.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import styles from './Examples.module.css';

const examples = ['from:me ', 'has:image ', 'has:link ', '"see you"', '-from:me has:file '];

/** What can be asked, before anything was. */
export const Examples = ({ onChoose }: { onChoose(text: string): void }) => (
  <EmptyState icon={<Search />} title={t.search.begin} text={t.search.beginText}>
    <ul className={styles['examples']}>
      {examples.map((text) => (
        <li key={text}>
          <button type="button" className={styles['example']} onClick={() => onChoose(text.trim())}>
            <code dir="ltr">{text}</code>
          </button>
        </li>
      ))}
    </ul>
  </EmptyState>
);
