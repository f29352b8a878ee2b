import { t } from '../../texts/texts.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './LeaveQuestion.module.css';

interface LeaveQuestionProps {
  onStop(): void;
  onStay(): void;
}

const texts = t.signIn.leave;

/** Before what was typed is thrown away. */
export const LeaveQuestion = ({ onStop, onStay }: LeaveQuestionProps) => (
  <>
    <p role="alert" className={styles['question']}>
      <strong>{texts.title}</strong> {texts.text}
    </p>
    <Button onClick={onStop}>{texts.stop}</Button>
    <Button look="primary" onClick={onStay} autoFocus>
      {texts.stay}
    </Button>
  </>
);
