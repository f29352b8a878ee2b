import { t } from '../../../texts/texts.ts';
import { CheckField } from '../../../ui/CheckField.tsx';
import { Choice } from '../../../ui/Choice.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { AccountChooser } from '../parts/AccountChooser.tsx';
import { ChatChooser } from '../parts/ChatChooser.tsx';
import { Group } from '../parts/Group.tsx';
import { Problem } from '../parts/Problem.tsx';
import { eventTypes, type WebhookForm, type WebhookProblem } from './webhook-form.ts';

interface WebhookFieldsProps {
  readonly form: WebhookForm;
  readonly problem: WebhookProblem | undefined;
  onChange(part: Partial<WebhookForm>): void;
}

export function WebhookFields({ form, problem, onChange }: WebhookFieldsProps) {
  const { which, types, of } = form;
  const { form: texts, events } = t.settings.webhooks;
  return (
    <>
      <TextField
        label={texts.url}
        hint={texts.urlHint}
        type="url"
        inputMode="url"
        dir="ltr"
        autoComplete="off"
        maxLength={2_000}
        value={form.url}
        problem={problem === 'url' ? texts.urlWrong : undefined}
        onChange={({ target }) => onChange({ url: target.value })}
      />
      <TextField
        label={texts.description}
        autoComplete="off"
        maxLength={500}
        value={form.description}
        onChange={({ target }) => onChange({ description: target.value })}
      />
      <Choice
        label={texts.types}
        value={which}
        options={[
          ['all', texts.allTypes],
          ['some', texts.someTypes],
        ]}
        onChoose={(choice) => onChange({ which: choice })}
      />
      {which === 'some' && (
        <Group label={texts.types} isLabelHidden>
          {eventTypes.map((type) => (
            <CheckField
              key={type}
              label={events[type]}
              isOn={types.includes(type)}
              onChange={(is) => onChange({ types: is ? [...types, type] : types.filter((one) => one !== type) })}
            />
          ))}
        </Group>
      )}
      {problem === 'types' && <Problem>{texts.typesMissing}</Problem>}
      <Choice
        label={texts.of}
        value={of}
        options={[
          ['all', texts.ofAll],
          ['some', texts.ofSome],
        ]}
        onChoose={(choice) => onChange({ of: choice })}
      />
      {of === 'some' && (
        <>
          <AccountChooser chosen={form.accountIDs} onChange={(accountIDs) => onChange({ accountIDs })} />
          <ChatChooser label={texts.chats} chosen={form.chats} onChange={(chats) => onChange({ chats })} />
          <p>{texts.both}</p>
        </>
      )}
      {problem === 'of' && <Problem>{texts.ofMissing}</Problem>}
    </>
  );
}
