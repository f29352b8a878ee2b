import { t } from '../../texts/texts.ts';
import styles from './Waiting.module.css';

const rows = [62, 38, 71, 50, 44, 66, 35, 58];

/** The shape of the list, until it is there. */
export const Waiting = () => (
  <div role="status" className={styles['waiting']}>
    <span className="visually-hidden">{t.inbox.loading}</span>
    {rows.map((width) => (
      <div key={width} className={styles['row']} aria-hidden="true">
        <span className={styles['face']} />
        <span className={styles['lines']}>
          <span className={styles['line']} style={{ inlineSize: `${width}%` }} />
          <span className={styles['line']} />
        </span>
      </div>
    ))}
  </div>
);
