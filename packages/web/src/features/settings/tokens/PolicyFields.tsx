import { t } from '../../../texts/texts.ts';
import { CheckField } from '../../../ui/CheckField.tsx';
import { Choice } from '../../../ui/Choice.tsx';
import { SelectField } from '../../../ui/SelectField.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { AccountChooser } from '../parts/AccountChooser.tsx';
import { ChatChooser } from '../parts/ChatChooser.tsx';
import { Problem } from '../parts/Problem.tsx';
import type { TokenForm, TokenProblem } from './token-form.ts';

interface PolicyFieldsProps {
  readonly form: TokenForm;
  readonly problem: TokenProblem | undefined;
  onChange(part: Partial<TokenForm>): void;
}

export function PolicyFields({ form, problem, onChange }: PolicyFieldsProps) {
  const { access, sees } = form;
  const texts = t.settings.apps.form;
  return (
    <>
      <TextField
        label={texts.name}
        hint={texts.nameHint}
        value={form.name}
        maxLength={200}
        autoComplete="off"
        problem={problem?.field === 'name' ? texts.nameMissing : undefined}
        onChange={({ target }) => onChange({ name: target.value })}
      />
      <Choice
        label={texts.access}
        value={access}
        options={[
          ['write', texts.write],
          ['read', texts.read],
        ]}
        onChoose={(choice) => onChange({ access: choice })}
      />
      <SelectField
        label={texts.expiry}
        value={form.expiry}
        options={texts.expiries}
        onChange={({ target }) => onChange({ expiry: target.value })}
      />
      <Choice
        label={texts.sees}
        value={sees}
        options={[
          ['all', texts.seesAll],
          ['some', texts.seesSome],
        ]}
        onChoose={(choice) => onChange({ sees: choice })}
      />
      {sees === 'some' && (
        <>
          <AccountChooser chosen={form.accountIDs} onChange={(accountIDs) => onChange({ accountIDs })} />
          <ChatChooser label={texts.chats} chosen={form.chats} onChange={(chats) => onChange({ chats })} />
          {problem?.field === 'sees' && <Problem>{texts.seesMissing}</Problem>}
        </>
      )}
      {access === 'write' && <WriteFields form={form} problem={problem} onChange={onChange} />}
    </>
  );
}

function WriteFields({ form, problem, onChange }: PolicyFieldsProps) {
  const { writes } = form;
  const texts = t.settings.apps.form;
  return (
    <>
      <Choice
        label={texts.writes}
        value={writes}
        options={[
          ['all', texts.writesAll],
          ['some', texts.writesSome],
        ]}
        onChoose={(choice) => onChange({ writes: choice })}
      />
      {writes === 'some' && (
        <ChatChooser
          label={texts.writeChats}
          chosen={form.writeChats}
          onChange={(writeChats) => onChange({ writeChats })}
        />
      )}
      {problem?.field === 'writes' && <Problem>{texts.writesMissing}</Problem>}
      {problem?.field === 'unseen' && <Problem>{texts.writesUnseen(problem.title)}</Problem>}
      <TextField
        label={texts.sends}
        hint={texts.sendsHint}
        inputMode="numeric"
        autoComplete="off"
        value={form.sends}
        problem={problem?.field === 'sends' ? texts.sendsWrong : undefined}
        onChange={({ target }) => onChange({ sends: target.value })}
      />
      <CheckField
        label={texts.approval}
        hint={texts.approvalHint}
        isOn={form.approval}
        onChange={(approval) => onChange({ approval })}
      />
    </>
  );
}
