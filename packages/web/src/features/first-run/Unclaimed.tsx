import { useEffect } from 'react';
import { useSession } from '../../app/context.ts';
import { t } from '../../texts/texts.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './Door.module.css';
import { Door } from './Door.tsx';

/** Tells where the link is that makes the server the owner's. It was shown in the terminal alone, and the app does not know it. */
export default function Unclaimed() {
  const session = useSession();
  // The link opens in another tab, as a rule: whoever comes back is done.
  useEffect(() => {
    window.addEventListener('focus', session.check);
    return () => window.removeEventListener('focus', session.check);
  }, [session]);
  return (
    <Door title={t.session.unclaimed.title} text={t.session.unclaimed.text}>
      <p className={styles['aside']}>
        {t.session.unclaimed.where}
        <code className={styles['command']}>{`${location.origin}/claim/…`}</code>
      </p>
      <p className={styles['aside']}>{t.session.unclaimed.lost}</p>
      <Button look="primary" onClick={session.check}>
        {t.session.unclaimed.again}
      </Button>
    </Door>
  );
}
