/** The sections of the settings. A new one needs a line here and its text. */

import { Archive, CheckCheck, Info, KeyRound, type LucideIcon, Palette, ScrollText, Webhook } from 'lucide-react';
import type { ComponentType } from 'react';
import { t } from '../../texts/texts.ts';
import { About } from './About.tsx';
import { Appearance } from './Appearance.tsx';
import { ApprovalsSection } from './approvals/ApprovalsSection.tsx';
import { AuditSection } from './audit/AuditSection.tsx';
import { Backup } from './Backup.tsx';
import { TokensSection } from './tokens/TokensSection.tsx';
import { WebhooksSection } from './webhooks/WebhooksSection.tsx';

export interface Section {
  /** In the address. */
  readonly id: string;
  readonly title: string;
  readonly icon: LucideIcon;
  readonly Content: ComponentType;
}

const { appearance, apps, approvals, audit, webhooks, backup, about } = t.settings;

export const sections: readonly Section[] = [
  { id: 'appearance', title: appearance.title, icon: Palette, Content: Appearance },
  { id: 'apps', title: apps.title, icon: KeyRound, Content: TokensSection },
  { id: 'approvals', title: approvals.title, icon: CheckCheck, Content: ApprovalsSection },
  { id: 'audit', title: audit.title, icon: ScrollText, Content: AuditSection },
  { id: 'webhooks', title: webhooks.title, icon: Webhook, Content: WebhooksSection },
  { id: 'backup', title: backup.title, icon: Archive, Content: Backup },
  { id: 'about', title: about.title, icon: Info, Content: About },
];
