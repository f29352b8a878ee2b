import { Checkbox } from '@base-ui/react/checkbox';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './CheckField.module.css';

interface CheckFieldProps {
  readonly label: ReactNode;
  readonly isOn: boolean;
  readonly disabled?: boolean;
  onChange(isOn: boolean): void;
}

/** Something that is so or not. */
export const CheckField = ({ label, isOn, disabled = false, onChange }: CheckFieldProps) => (
  // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox brings the control
  <label className={styles['field']}>
    <Checkbox.Root className={styles['box']} checked={isOn} disabled={disabled} onCheckedChange={onChange}>
      <Checkbox.Indicator className={styles['mark']}>
        <Check size={14} strokeWidth={3} />
      </Checkbox.Indicator>
    </Checkbox.Root>
    <span>{label}</span>
  </label>
);
