/** The sections of the settings by name, in order, without what they show: the palette offers them too, and does not load them for that. */

import { t } from '../../texts/texts.ts';

const { appearance, notifications, apps, approvals, audit, webhooks, backup, about } = t.settings;

/** @property id in the address */
export const sectionNames = [
  { id: 'appearance', title: appearance.title },
  { id: 'notifications', title: notifications.title },
  { id: 'apps', title: apps.title },
  { id: 'approvals', title: approvals.title },
  { id: 'audit', title: audit.title },
  { id: 'webhooks', title: webhooks.title },
  { id: 'backup', title: backup.title },
  { id: 'about', title: about.title },
] as const;

export type SectionID = (typeof sectionNames)[number]['id'];
