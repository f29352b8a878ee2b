/** English, the settings. A section with many texts has a file of its own. */

import { approvals } from './en-settings-approvals.ts';
import { apps } from './en-settings-apps.ts';
import { audit } from './en-settings-audit.ts';
import { webhooks } from './en-settings-webhooks.ts';

export const settings = {
  title: 'Settings',
  sections: 'Settings',
  loading: 'Loading…',
  failed: 'This could not be loaded.',
  copy: 'Copy',
  copied: 'Copied',
  done: 'Done',
  notSaved: 'What you filled in is not saved. Choose “Cancel” to close this without it.',
  notCopied: 'This was not copied yet and cannot be shown again. Copy it first, or choose “Done”.',
  loadMore: 'Load more',
  appearance: {
    title: 'Appearance',
    text: 'Saved in this browser.',
  },
  notifications: {
    title: 'Notifications',
    text: 'Your desktop tells of new messages while you do not look at this app, as long as it is open in a tab. Muted chats, the archive and chats of low priority stay silent. Saved in this browser.',
    label: 'New messages',
    off: 'No notifications',
    names: 'Who wrote',
    texts: 'Who wrote, and what',
    obstacle: {
      insecure: 'Browsers allow notifications only over HTTPS, or on the machine that Partyline runs on.',
      unsupported: 'This browser has no notifications for pages.',
      blocked:
        'The browser blocks them for this page. Allow notifications in its settings for this site, then choose again.',
    },
  },
  chooser: {
    search: 'Find a chat',
    none: 'No chat has that in its title.',
    noChats: 'There are no chats yet.',
    remove: (name: string) => `Remove ${name}`,
    accounts: 'Accounts',
    noAccounts: 'There are no accounts yet.',
    unknown: 'A chat that is gone',
  },
  apps,
  approvals,
  audit,
  webhooks,
  backup: {
    title: 'Backup',
    text: 'A backup holds all of Partyline: accounts, chats, messages, files and settings. It is made on the machine that runs Partyline, in a terminal, also while the server runs.',
    make: 'Make a backup',
    makeText:
      'Into a new folder, named by the time. Name a disk of its own: a backup on the same disk helps against mistakes, not against a broken disk.',
    keyTitle: 'Keep it like a password',
    keyText:
      'Whoever gets a backup can read your messages and, with the key in it, sign in to your accounts. This leaves the key out; keep a copy of the file master.key elsewhere then.',
    check: 'Is it whole?',
    restore: 'Put it back',
    restoreText: 'With the server stopped. What is there now is set aside, not deleted.',
    folder: '<the folder of the backup>',
    doctor: 'Look over the data folder',
    log: 'The audit log can be exported where it is shown.',
    toAudit: 'Go to the audit log',
  },
  about: {
    title: 'About',
    version: (version: string) => `Version ${version}`,
    docs: 'What the API can do',
    spec: 'Its specification (OpenAPI)',
    licence: 'Free software under the Apache License 2.0',
    server: 'Server',
    address: 'Address',
    mcp: 'MCP, for AI clients',
    events: 'Live events (WebSocket)',
    system: 'System',
    reach: 'Reachable from',
    remote: 'Other machines',
    local: 'This machine only',
    session: 'This browser',
    signOut: 'Sign out',
    everywhere: 'Sign out everywhere',
    everywhereText:
      'This forgets the passphrase and signs out every browser. The server shows a link to choose another at its next start. Programs that were let in stay so.',
    where: 'In a terminal, on the machine that runs Partyline:',
  },
};
