import { Checkbox } from '@base-ui/react/checkbox';
import { Check } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import styles from './CheckField.module.css';

interface CheckFieldProps {
  readonly label: ReactNode;
  readonly hint?: string;
  readonly isOn: boolean;
  readonly disabled?: boolean;
  onChange(isOn: boolean): void;
}

/** Something that is so or not. */
export function CheckField({ label, hint, isOn, disabled = false, onChange }: CheckFieldProps) {
  const id = useId();
  return (
    <div>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the checkbox brings the control */}
      <label className={styles['field']}>
        <Checkbox.Root
          className={styles['box']}
          checked={isOn}
          disabled={disabled}
          aria-describedby={hint === undefined ? undefined : id}
          onCheckedChange={onChange}
        >
          <Checkbox.Indicator className={styles['mark']}>
            <Check size={14} strokeWidth={3} />
          </Checkbox.Indicator>
        </Checkbox.Root>
        <span className={styles['label']}>{label}</span>
      </label>
      {hint !== undefined && (
        <p id={id} className={styles['hint']}>
          {hint}
        </p>
      )}
    </div>
  );
}
