import { useEffect, useRef } from 'react';
import { t } from '../../texts/texts.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import type { Values } from './field-rules.ts';
import { SignedIn } from './SignedIn.tsx';
import styles from './SignInBody.module.css';
import type { SignInState, Stepping } from './sign-in.ts';
import { CookiesForm } from './steps/CookiesForm.tsx';
import { DisplayStep } from './steps/DisplayStep.tsx';
import { InputForm } from './steps/InputForm.tsx';

interface SignInBodyProps {
  readonly state: SignInState;
  /** `bridge.type` */
  readonly network: string;
  readonly formID: string;
  readonly isRepair: boolean;
  onSubmit(values: Values): void;
  onTouch(): void;
}

/** What there is to do or see now. */
export function SignInBody(props: SignInBodyProps) {
  const { state, isRepair } = props;
  switch (state.kind) {
    case 'loading':
      return (
        <>
          <Away isSo={state.isAway} />
          <p className={styles['wait']} role="status">
            <Spinner />
            {t.signIn.starting}
          </p>
        </>
      );
    case 'step':
      return <Step key={state.step.stepID} {...props} state={state} />;
    case 'complete':
      return <SignedIn session={state.session} isRepair={isRepair} />;
    case 'failed':
      return <Ended title={t.signIn.failed.title} text={state.session.error?.message ?? t.errors.unknown} isBad />;
    case 'cancelled':
      return <Ended title={t.signIn.failed.cancelled} text={t.signIn.failed.cancelledText} />;
    case 'missing':
      return <Ended title={t.signIn.failed.missing} text={t.signIn.failed.missingText} />;
  }
}

/** @param state of one step: another step is another component, so that nothing that was typed stays */
function Step({ state, network, formID, onSubmit, onTouch }: SignInBodyProps & { readonly state: Stepping }) {
  const { step, before, problem, isAway } = state;
  const frame = useFocusOnStep();
  if (step.type === 'display_and_wait')
    return (
      <section ref={frame} tabIndex={-1} className={styles['step']}>
        <Away isSo={isAway} />
        <DisplayStep step={step} network={network} />
      </section>
    );
  // The network asks for the same again: what it says is what was wrong.
  const isAgain = before !== undefined;
  return (
    <section ref={frame} tabIndex={-1} className={styles['step']}>
      <Away isSo={isAway} />
      {problem !== undefined && (
        <div role="alert" className={styles['problem']}>
          {problem.text}
        </div>
      )}
      {step.instructions !== undefined && (
        <p role={isAgain ? 'alert' : undefined} className={isAgain ? styles['problem'] : styles['instructions']}>
          <bdi>{step.instructions}</bdi>
        </p>
      )}
      {step.type === 'cookies' ? (
        <CookiesForm id={formID} step={step} problem={problem} onSubmit={onSubmit} onTouch={onTouch} />
      ) : (
        <InputForm id={formID} step={step} before={before} problem={problem} onSubmit={onSubmit} onTouch={onTouch} />
      )}
    </section>
  );
}

/** A step that appears has the focus: in the first field that needs something, else as a whole, so that it is read out. */
function useFocusOnStep() {
  const frame = useRef<HTMLElement>(null);
  useEffect(() => {
    // After the dialog itself, which looks for a place for the focus when it opens.
    const request = requestAnimationFrame(() => {
      const { current } = frame;
      const field =
        current?.querySelector('input[required][value=""], textarea') ?? current?.querySelector('input, select');
      (field instanceof HTMLElement ? field : current)?.focus();
    });
    return () => cancelAnimationFrame(request);
  }, []);
  return frame;
}

const Away = ({ isSo }: { readonly isSo: boolean }) => (
  <div role="status">{isSo && <p className={styles['away']}>{t.signIn.away}</p>}</div>
);

interface EndedProps {
  readonly title: string;
  readonly text: string;
  readonly isBad?: boolean;
}

const Ended = ({ title, text, isBad = false }: EndedProps) => (
  <div role="alert" className={isBad ? styles['problem'] : styles['ended']}>
    <h3 className={styles['title']}>{title}</h3>
    <p>{text}</p>
  </div>
);
