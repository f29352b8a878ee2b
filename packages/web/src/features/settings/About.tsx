import { useSession } from '../../app/context.ts';
import { useReadable } from '../../app/use-readable.ts';
import { t } from '../../texts/texts.ts';
import styles from './About.module.css';

export function About() {
  const state = useReadable(useSession().state);
  return (
    <div className={styles['about']}>
      <p className={styles['name']}>{t.app.name}</p>
      {'version' in state && <p>{t.settings.version(state.version)}</p>}
      <p>
        <a className={styles['link']} href="/docs">
          {t.settings.docs}
        </a>
      </p>
    </div>
  );
}
