import type { NewWebhook } from '@partyline/protocol';
import { useState } from 'react';
import { useData } from '../../../app/context.ts';
import { t } from '../../../texts/texts.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { isChanged } from '../parts/is-changed.ts';
import { WebhookFields } from './WebhookFields.tsx';
import { emptyWebhookForm, problemOf, type WebhookProblem, webhookInputOf } from './webhook-form.ts';

interface NewWebhookDialogProps {
  readonly isOpen: boolean;
  onClose(): void;
  onMade(webhook: NewWebhook): void;
}

export function NewWebhookDialog({ isOpen, onClose, onMade }: NewWebhookDialogProps) {
  const { api } = useData();
  const [form, setForm] = useState(emptyWebhookForm);
  const [problem, setProblem] = useState<WebhookProblem>();
  const clear = () => {
    setForm(emptyWebhookForm);
    setProblem(undefined);
  };
  return (
    <FormDialog
      isOpen={isOpen}
      onClose={() => {
        clear();
        onClose();
      }}
      title={t.settings.webhooks.make}
      isFilled={isChanged(form, emptyWebhookForm)}
      submit={t.settings.webhooks.form.make}
      onSubmit={async () => {
        const wrong = problemOf(form);
        setProblem(wrong);
        if (wrong !== undefined) return false;
        // Made twice would be one too many.
        onMade(await api.webhooks.create(webhookInputOf(form), { maxRetries: 0 }));
        clear();
        return true;
      }}
    >
      <WebhookFields
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
