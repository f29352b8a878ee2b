import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { useId } from 'react';
import styles from './Choice.module.css';

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [value: T, text: string])[];
  onChoose(value: T): void;
}

/** One of a few, all in sight. */
export function Choice<T extends string>({ label, value, options, onChoose }: ChoiceProps<T>) {
  const id = useId();
  return (
    <div className={styles['choice']}>
      <p id={id} className={styles['label']}>
        {label}
      </p>
      <RadioGroup className={styles['options']} aria-labelledby={id} value={value} onValueChange={onChoose}>
        {options.map(([option, text]) => (
          // biome-ignore lint/a11y/noLabelWithoutControl: the radio button brings the control
          <label key={option} className={styles['option']}>
            <Radio.Root value={option} className={styles['radio']}>
              <Radio.Indicator className={styles['dot']} />
            </Radio.Root>
            {text}
          </label>
        ))}
      </RadioGroup>
    </div>
  );
}
