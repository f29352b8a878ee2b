/** What the sections of the settings show. A new one needs a line here, one in `section-names.ts`, and its texts. */

import { Archive, Bell, CheckCheck, Info, KeyRound, type LucideIcon, Palette, ScrollText, Webhook } from 'lucide-react';
import type { ComponentType } from 'react';
import { About } from './About.tsx';
import { Appearance } from './Appearance.tsx';
import { ApprovalsSection } from './approvals/ApprovalsSection.tsx';
import { AuditSection } from './audit/AuditSection.tsx';
import { Backup } from './Backup.tsx';
import { Notifications } from './Notifications.tsx';
import { type SectionID, sectionNames } from './section-names.ts';
import { TokensSection } from './tokens/TokensSection.tsx';
import { WebhooksSection } from './webhooks/WebhooksSection.tsx';

interface Shown {
  readonly icon: LucideIcon;
  readonly Content: ComponentType;
}

export interface Section extends Shown {
  readonly id: SectionID;
  readonly title: string;
}

const shown: Readonly<Record<SectionID, Shown>> = {
  appearance: { icon: Palette, Content: Appearance },
  notifications: { icon: Bell, Content: Notifications },
  apps: { icon: KeyRound, Content: TokensSection },
  approvals: { icon: CheckCheck, Content: ApprovalsSection },
  audit: { icon: ScrollText, Content: AuditSection },
  webhooks: { icon: Webhook, Content: WebhooksSection },
  backup: { icon: Archive, Content: Backup },
  about: { icon: Info, Content: About },
};

export const sections: readonly Section[] = sectionNames.map((name) => ({ ...name, ...shown[name.id] }));
