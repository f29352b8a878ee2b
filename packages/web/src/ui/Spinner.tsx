import styles from './Spinner.module.css';

/** Something is under way; whoever shows it says what, in words. */
export const Spinner = () => <span className={styles['spinner']} aria-hidden="true" />;
