import { chooseTheme, type Theme, theme } from '../../app/theme.ts';
import { useReadable } from '../../app/use-readable.ts';
import { t } from '../../texts/texts.ts';
import { Choice } from '../../ui/Choice.tsx';
import { Section } from './parts/Section.tsx';

const options: readonly (readonly [Theme, string])[] = [
  ['system', t.theme.system],
  ['light', t.theme.light],
  ['dark', t.theme.dark],
];

export function Appearance() {
  const chosen = useReadable(theme);
  return (
    <Section text={t.settings.appearance.text}>
      <Choice label={t.theme.label} value={chosen} options={options} onChoose={chooseTheme} />
    </Section>
  );
}
