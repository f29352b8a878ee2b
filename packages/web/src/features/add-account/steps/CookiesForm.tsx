import { ExternalLink } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { t } from '../../../texts/texts.ts';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { Disclosure } from '../../../ui/Disclosure.tsx';
import { SecretField } from '../../../ui/SecretField.tsx';
import { TextAreaField } from '../../../ui/TextAreaField.tsx';
import { type CookieField, type CookiesStep, cookieComplaint, type Values } from '../field-rules.ts';
import { sourcesOf, valuesIn } from '../pasted-values.ts';
import type { Problem } from '../sign-in-problem.ts';
import styles from './CookiesForm.module.css';
import { fieldNamed } from './InputForm.tsx';
import { useValues } from './use-values.ts';
import { webAddress } from './web-address.ts';

interface CookiesFormProps {
  readonly id: string;
  readonly step: CookiesStep;
  readonly problem: Problem | undefined;
  onSubmit(values: Values): void;
  onTouch(): void;
}

const texts = t.signIn.cookies;
const nameOf = ({ id, name }: CookieField) => name ?? id;

/** Values of a page that the person signs in to in their browser: where to find them, and one field that understands what was copied. */
export function CookiesForm({ id, step, problem, onSubmit, onTouch }: CookiesFormProps) {
  const { fields, url, userAgent, extractJS } = step;
  const form = useRef<HTMLFormElement>(null);
  const [pasted, setPasted] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [isScriptOpen, setScriptOpen] = useState(false);
  const { values, set, setAll, leave, problemOf, check } = useValues(
    fields.map((field) => ({ id: field.id, initial: '', complaint: (value: string) => cookieComplaint(field, value) })),
    problem?.fields ?? {},
  );
  const paste = (text: string) => {
    setPasted(text);
    setAll(valuesIn(text, fields));
    onTouch();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wrong = check();
    if (wrong === undefined) return onSubmit(values);
    setOpen(true);
    requestAnimationFrame(() => fieldNamed(form.current, wrong)?.focus());
  };
  return (
    <form ref={form} id={id} className={styles['form']} onSubmit={submit} noValidate>
      <p className={styles['computer']}>{texts.computer}</p>
      <ol className={styles['how']} aria-label={texts.how}>
        <li>
          {texts.open} <PageLink url={url} />
          {userAgent !== undefined && (
            <>
              {' '}
              {texts.userAgent} <code className={styles['agent']}>{userAgent}</code>
            </>
          )}
        </li>
        <li>{texts.tools}</li>
        <li>{texts.copy}</li>
        <li>{texts.pasteHere}</li>
        <li>{texts.close}</li>
      </ol>
      <div>
        <TextAreaField
          label={texts.paste}
          hint={texts.pasteHint}
          className={styles['paste']}
          rows={3}
          dir="ltr"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={pasted}
          onChange={({ target }) => paste(target.value)}
        />
        <p role="status" className={styles['found']}>
          {pasted.trim() !== '' && foundText(valuesIn(pasted, fields), values, fields)}
        </p>
      </div>
      <Disclosure title={texts.values} isOpen={isOpen} onToggle={setOpen}>
        <div className={styles['form']}>
          {fields.map((field) => (
            <SecretField
              key={field.id}
              name={field.id}
              label={field.required === false ? `${nameOf(field)} (${t.signIn.optional})` : nameOf(field)}
              hint={texts.where[sourcesOf(field)[0].place]}
              problem={problemOf(field.id)}
              required={field.required !== false}
              autoComplete="new-password"
              dir="ltr"
              showLabel={t.signIn.show}
              hideLabel={t.signIn.hide}
              value={values[field.id] ?? ''}
              onBlur={() => leave(field.id)}
              onChange={({ target }) => {
                set(field.id, target.value);
                onTouch();
              }}
            />
          ))}
        </div>
      </Disclosure>
      {extractJS !== undefined && (
        <Disclosure title={texts.script} isOpen={isScriptOpen} onToggle={setScriptOpen}>
          <div className={styles['form']}>
            <p className={styles['soft']}>{texts.scriptText}</p>
            <div>
              <CopyButton text={scriptFor(extractJS)} label={texts.copyScript} doneLabel={t.signIn.code.copied} />
            </div>
          </div>
        </Disclosure>
      )}
    </form>
  );
}

function PageLink({ url }: { readonly url: string }) {
  const parsed = webAddress(url);
  if (parsed === undefined) return <bdi>{url}</bdi>;
  return (
    <a className={styles['link']} href={parsed.href} target="_blank" rel="noopener noreferrer">
      {texts.openLink(parsed.host)}
      <ExternalLink size={14} aria-hidden="true" />
    </a>
  );
}

function foundText(found: Values, values: Values, fields: readonly CookieField[]): string {
  const count = Object.keys(found).length;
  const lacking = fields.filter((field) => cookieComplaint(field, values[field.id] ?? '') !== undefined).map(nameOf);
  const words = [count === 0 ? texts.foundNothing : `${texts.found(count)}.`];
  const spare = fields.filter(({ id }) => (values[id] ?? '') === '').map(nameOf);
  if (lacking.length > 0) words.push(texts.lacking(lacking.join(', ')));
  else if (spare.length > 0) words.push(texts.spare(spare.join(', ')));
  return words.join(' ');
}

/** The script is an expression whose promise has the values by field. */
const scriptFor = (extractJS: string): string =>
  `Promise.resolve(${extractJS.trim().replace(/;$/, '')}).then((found) => console.log(JSON.stringify(found)))`;
