import type { LoginInputField } from '@partyline/protocol';
import type { ComponentProps } from 'react';
import { t } from '../../../texts/texts.ts';
import { SecretField } from '../../../ui/SecretField.tsx';
import { SelectField } from '../../../ui/SelectField.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { isSecret, isSelect, splitLabel } from '../field-rules.ts';

interface LoginFieldProps {
  readonly field: LoginInputField;
  readonly value: string;
  readonly problem: string | undefined;
  onChange(value: string): void;
  onBlur(): void;
}

/** One field of a login's form, in the shape that suits its type. */
export function LoginField({ field, value, problem, onChange, onBlur }: LoginFieldProps) {
  const { label, hint } = splitLabel(field);
  const isOptional = field.optional === true;
  const shared = {
    name: field.id,
    label: isOptional ? `${label} (${t.signIn.optional})` : label,
    problem,
    ...(hint !== undefined && { hint }),
    required: !isOptional,
    value,
    onBlur,
  };
  if (isSelect(field)) {
    const options = (field.options ?? []).map((option) => [option, option] as const);
    // Where a value is offered, it is what counts without a choice.
    const open = field.initialValue === undefined ? [['', isOptional ? t.signIn.unset : t.signIn.choose] as const] : [];
    return (
      <SelectField {...shared} options={[...open, ...options]} onChange={({ target }) => onChange(target.value)} />
    );
  }
  const input = {
    ...shared,
    ...(field.placeholder !== undefined && { placeholder: field.placeholder }),
    onChange: ({ target }: { readonly target: { readonly value: string } }) => onChange(target.value),
  };
  if (isSecret(field))
    // It belongs to the network: the passphrase that the browser may know for this page is another one.
    return <SecretField {...input} autoComplete="new-password" showLabel={t.signIn.show} hideLabel={t.signIn.hide} />;
  return <TextField {...input} {...(habits[field.type ?? ''] ?? names)} />;
}

/** No capital letters and no corrections where exact letters count. */
const exact = { autoCapitalize: 'none', autoCorrect: 'off', spellCheck: false, autoComplete: 'off' } as const;
const names: ComponentProps<'input'> = { type: 'text', autoComplete: 'off', dir: 'auto' };

const habits: Readonly<Record<string, ComponentProps<'input'> | undefined>> = {
  email: { ...exact, type: 'email', inputMode: 'email', autoComplete: 'email' },
  phone_number: { ...exact, type: 'tel', inputMode: 'tel', autoComplete: 'tel' },
  username: { ...exact, type: 'text' },
  url: { ...exact, type: 'url', inputMode: 'url' },
  domain: { ...exact, type: 'text', inputMode: 'url' },
  number: { ...exact, type: 'text', inputMode: 'decimal' },
  '2fa_code': { ...exact, type: 'text', autoComplete: 'one-time-code' },
};
