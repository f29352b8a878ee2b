import { t } from '../texts/texts.ts';
import { Spinner } from '../ui/Spinner.tsx';
import styles from './Loading.module.css';

interface LoadingProps {
  /** Of what is to come. */
  readonly title: string;
}

/** Stands where a view will be: its landmark and its heading are there from the beginning. It is seen only where that takes long. */
export const Loading = ({ title }: LoadingProps) => (
  <main id="content" tabIndex={-1} className={styles['loading']}>
    <h1 className="visually-hidden">{title}</h1>
    <p role="status" className={styles['words']}>
      <Spinner /> {t.app.loading}
    </p>
  </main>
);
