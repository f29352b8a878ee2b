import type { Manifest } from '@partyline/connector';
import { chatCapabilities } from './capabilities.ts';

export const manifest: Manifest = {
  type: 'sandbox',
  displayName: 'Sandbox',
  loginFlows: [
    {
      id: 'form',
      name: 'Form',
      description: 'User name, password and the status to start in. The password "wrong" is refused.',
    },
    { id: 'code', name: 'Second factor', description: 'A form, then a code, which is 123456.' },
    { id: 'qr', name: 'QR code', description: 'A QR code that rotates and is then taken as scanned.' },
    { id: 'pairing-code', name: 'Pairing code', description: 'A code to type elsewhere, then taken as typed.' },
    { id: 'emoji', name: 'Emoji', description: 'An emoji to compare, then taken as the same.' },
    { id: 'nothing', name: 'Wait', description: 'Nothing to show, only a wait.' },
    { id: 'cookies', name: 'Cookies', description: 'Cookies of a page. The session "wrong" is refused.' },
    { id: 'two-accounts', name: 'Two accounts', description: 'One login that owns two accounts.' },
    { id: 'slow', name: 'Slow', description: 'A login that takes as many seconds as you say.' },
    { id: 'fails', name: 'Fails', description: 'A login that fails with the code you choose.' },
  ],
  supportsMultipleAccounts: true,
  logoutScopes: ['current-device', 'all-devices'],
  chatCapabilities,
  groupCreation: {
    group: {
      type_description: 'Group',
      name: { allowed: true, min_length: 1, max_length: 100 },
      participants: { allowed: true, required: true, min_length: 1, max_length: 50 },
    },
  },
  resolveIdentifier: {
    createDM: true,
    lookupPhone: true,
    lookupEmail: true,
    lookupUsername: true,
    anyPhone: false,
    contactList: true,
    search: true,
  },
};
