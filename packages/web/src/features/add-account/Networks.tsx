import type { Bridge } from '@partyline/protocol';
import { useState } from 'react';
import { t } from '../../texts/texts.ts';
import { TextField } from '../../ui/TextField.tsx';
import { NetworkCard } from './NetworkCard.tsx';
import styles from './Networks.module.css';

/** So many are found by looking. */
const fewNetworks = 8;

/** Every network the server offers; what takes no account now says why. */
export function Networks({ bridges }: { readonly bridges: readonly Bridge[] }) {
  const [words, setWords] = useState('');
  const found = bridges.filter((bridge) => fits(bridge, words));
  return (
    <>
      {bridges.length > fewNetworks ? (
        <div className={styles['search']}>
          <TextField
            label={t.addAccount.search}
            type="search"
            value={words}
            onChange={({ target }) => setWords(target.value)}
          />
        </div>
      ) : (
        <h2 className={styles['question']}>{t.addAccount.choose}</h2>
      )}
      <ul className={styles['networks']}>
        {[...found].sort(byReadiness).map((bridge) => (
          <li key={bridge.id}>
            <NetworkCard bridge={bridge} />
          </li>
        ))}
      </ul>
      <p role="status" className={styles['aside']}>
        {found.length === 0 && t.addAccount.noMatch(words)}
      </p>
      <p className={styles['more']}>
        {t.addAccount.more}
        <code className={styles['command']}>{t.addAccount.moreCommand}</code>
      </p>
    </>
  );
}

const fits = ({ displayName, network = '', type }: Bridge, words: string): boolean =>
  `${displayName} ${network} ${type}`.toLocaleLowerCase().includes(words.trim().toLocaleLowerCase());

/** The sandbox last: it is for trying things out. Else in the order of the server. */
const byReadiness = (one: Bridge, other: Bridge): number =>
  Number(one.type === 'sandbox') - Number(other.type === 'sandbox');
