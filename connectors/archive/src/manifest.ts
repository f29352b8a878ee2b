import type { Manifest } from '@partyline/connector';

export const manifest: Manifest = {
  type: 'archive',
  displayName: 'Archive',
  loginFlows: [
    {
      id: 'import',
      name: 'Import',
      description: 'An account for messages of elsewhere: they can be read and searched, and nothing can be sent.',
    },
  ],
  supportsMultipleAccounts: true,
  logoutScopes: [],
  chatCapabilities: {},
};
