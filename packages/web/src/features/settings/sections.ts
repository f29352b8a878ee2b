/** The sections of the settings. A new one needs a line here and its text. */

import { Info, type LucideIcon, Palette } from 'lucide-react';
import type { ComponentType } from 'react';
import { t } from '../../texts/texts.ts';
import { About } from './About.tsx';
import { Appearance } from './Appearance.tsx';

export interface Section {
  /** In the address. */
  readonly id: string;
  readonly title: string;
  readonly icon: LucideIcon;
  readonly Content: ComponentType;
}

export const sections: readonly Section[] = [
  { id: 'appearance', title: t.settings.appearance, icon: Palette, Content: Appearance },
  { id: 'about', title: t.settings.about, icon: Info, Content: About },
];
