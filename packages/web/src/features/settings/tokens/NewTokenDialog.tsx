import type { NewAccessToken } from '@partyline/protocol';
import { useState } from 'react';
import { useData } from '../../../app/context.ts';
import { t } from '../../../texts/texts.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { isChanged } from '../parts/is-changed.ts';
import { PolicyFields } from './PolicyFields.tsx';
import { emptyTokenForm, problemOf, type TokenProblem, tokenInputOf } from './token-form.ts';

interface NewTokenDialogProps {
  readonly isOpen: boolean;
  onClose(): void;
  onMade(token: NewAccessToken): void;
}

export function NewTokenDialog({ isOpen, onClose, onMade }: NewTokenDialogProps) {
  const { api } = useData();
  const [form, setForm] = useState(emptyTokenForm);
  const [problem, setProblem] = useState<TokenProblem>();
  const clear = () => {
    setForm(emptyTokenForm);
    setProblem(undefined);
  };
  return (
    <FormDialog
      isOpen={isOpen}
      onClose={() => {
        clear();
        onClose();
      }}
      title={t.settings.apps.make}
      isFilled={isChanged(form, emptyTokenForm)}
      submit={t.settings.apps.form.make}
      onSubmit={async () => {
        const wrong = problemOf(form);
        setProblem(wrong);
        if (wrong !== undefined) return false;
        // Made twice would be one too many.
        onMade(await api.tokens.create(tokenInputOf(form, Date.now()), { maxRetries: 0 }));
        clear();
        return true;
      }}
    >
      <PolicyFields
        form={form}
        problem={problem}
        onChange={(part) => {
          setForm((now) => ({ ...now, ...part }));
          setProblem(undefined);
        }}
      />
    </FormDialog>
  );
}
