import { t } from '../texts/texts.ts';

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** `1.4 MB`; in steps of 1024, as limits of networks are told. */
export function sizeText(bytes: number): string {
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const value = bytes / 1024 ** step;
  const unit = units[step] ?? 'byte';
  const digits = step === 0 || value >= 10 ? 0 : 1;
  return new Intl.NumberFormat(t.language, {
    style: 'unit',
    unit,
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: digits,
  }).format(value);
}
