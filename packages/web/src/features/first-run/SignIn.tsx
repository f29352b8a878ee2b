import { APIError } from '@partyline/client';
import { type FormEvent, useState } from 'react';
import { useSession } from '../../app/context.ts';
import { errorText } from '../../format/error-text.ts';
import { t } from '../../texts/texts.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './Door.module.css';
import { Door } from './Door.tsx';

export default function SignIn() {
  const session = useSession();
  const [passphrase, setPassphrase] = useState('');
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await session.signIn(passphrase);
      // Who is signed in does not see it any more.
      setProblem(t.session.notKept);
    } catch (error) {
      setProblem(problemText(error));
    }
    setBusy(false);
  };
  return (
    <Door title={t.session.hello} text={t.session.ask}>
      <form className={styles['form']} onSubmit={submit}>
        {/* For password managers: there is one owner. */}
        <input type="text" name="username" autoComplete="username" value="owner" hidden readOnly />
        <TextField
          label={t.session.passphrase}
          type="password"
          name="passphrase"
          autoComplete="current-password"
          autoFocus
          required
          maxLength={1_000}
          value={passphrase}
          problem={problem}
          onChange={({ target }) => setPassphrase(target.value)}
        />
        <Button look="primary" type="submit" isBusy={isBusy}>
          {t.session.signIn}
        </Button>
      </form>
      <p className={styles['aside']}>
        {t.session.forgotten}
        <code className={styles['command']}>npx partyline passphrase reset</code>
      </p>
    </Door>
  );
}

function problemText(error: unknown): string {
  if (error instanceof APIError && error.status === 403) return t.session.wrong;
  if (error instanceof APIError && error.status === 429) return t.session.tooMany;
  return errorText(error);
}
