import type { LoginFlow, Manifest } from '@partyline/connector';
import { EVERYWHERE } from './chat-capabilities.ts';
import { KNOWN_NETWORKS } from './known-networks.ts';

const anotherServer: LoginFlow = {
  id: 'server',
  name: 'Another server',
  description: 'Any IRC server, by its address',
};

export const manifest: Manifest = {
  type: 'irc',
  displayName: 'IRC',
  loginFlows: [anotherServer, ...KNOWN_NETWORKS.map(({ id, name, server }) => ({ id, name, description: server }))],
  supportsMultipleAccounts: true,
  // A network has no sessions of its own to end: leaving is all there is.
  logoutScopes: [],
  chatCapabilities: EVERYWHERE,
  resolveIdentifier: { createDM: true },
  groupCreation: {
    group: {
      type_description: 'Channel',
      name: { allowed: true, required: true, min_length: 1, max_length: 200 },
      participants: { allowed: true },
    },
  },
};
