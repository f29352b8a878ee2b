import type { LoginFlow, Manifest } from '@partyline/connector';
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
  chatCapabilities: { maxTextLength: 20_000 },
};
