import { chooseTheme, type Theme, theme } from '../../app/theme.ts';
import { useReadable } from '../../app/use-readable.ts';
import { t } from '../../texts/texts.ts';
import { Choice } from '../../ui/Choice.tsx';

const options: readonly (readonly [Theme, string])[] = [
  ['system', t.theme.system],
  ['light', t.theme.light],
  ['dark', t.theme.dark],
];

export function Appearance() {
  const chosen = useReadable(theme);
  return <Choice label={t.theme.label} value={chosen} options={options} onChoose={chooseTheme} />;
}
