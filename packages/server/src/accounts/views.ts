/** Records in the shapes of the wire: contract 2.4, 2.15 and 2.17. */

import type { Account, AccountStatus, Bridge, BridgeLogin, RemoveScope, User } from '@partyline/protocol';
import { withPictureURL } from '../media/remote-pictures.ts';
import type { BridgeDefinition } from './bridge-definitions.ts';
import type { AccountRecord, LinkStatus, LoginRecord } from './records.ts';

const offText = 'Turned off. Turn it on again to receive messages.';

export function accountView(login: LoginRecord, account: AccountRecord, bridge: BridgeDefinition): Account {
  const status: AccountStatus = account.disabled ? 'disabled' : login.status;
  const statusText = account.disabled ? offText : login.statusText;
  return {
    accountID: account.accountID,
    bridge: { id: bridge.id, type: bridge.manifest.type, provider: bridge.provider },
    status,
    user: userView(login, account),
    loginID: login.loginID,
    network: account.network,
    ...(statusText !== undefined && { statusText }),
    ...(login.capabilities !== undefined && { capabilities: { ...login.capabilities } }),
  };
}

/** Whether every account of a login is switched off: it has no connection then. */
export function isOff(login: LoginRecord): boolean {
  return login.accounts.every((account) => account.disabled);
}

export function loginView(login: LoginRecord, bridge: BridgeDefinition): BridgeLogin {
  const [first] = login.accounts;
  const off = isOff(login);
  const statusText = off ? offText : login.statusText;
  return {
    loginID: login.loginID,
    bridgeID: bridge.id,
    status: off ? 'unknown' : loginStatus[login.status],
    removeScopes: removeScopes(bridge),
    accountIDs: login.accounts.map((account) => account.accountID),
    ...(statusText !== undefined && { statusText }),
    ...(first !== undefined && { user: userView(login, first) }),
  };
}

export function bridgeView(bridge: BridgeDefinition, accounts: Account[]): Bridge {
  const { manifest } = bridge;
  const full = !manifest.supportsMultipleAccounts && accounts.length > 0;
  const active = accounts.filter(
    (account) => account.status === 'connected' || account.status === 'backfilling',
  ).length;
  return {
    id: bridge.id,
    type: manifest.type,
    provider: bridge.provider,
    displayName: manifest.displayName,
    network: manifest.displayName,
    activeAccountCount: active,
    supportsMultipleAccounts: manifest.supportsMultipleAccounts,
    status: full ? 'connected' : 'available',
    statusText: active === 1 ? '1 account connected' : `${active} accounts connected`,
    accounts,
  };
}

/** Forgetting a login here is always possible; anything more is the network's to offer. */
export function removeScopes(bridge: BridgeDefinition): RemoveScope[] {
  return [...new Set<RemoveScope>(['current-device', ...bridge.manifest.logoutScopes])];
}

const loginStatus = {
  connected: 'connected',
  backfilling: 'connected',
  connecting: 'connecting',
  // Out of reach for now, and being tried again.
  disconnected: 'connecting',
  reconnect_required: 'needs_login',
  connection_required: 'needs_login',
  attention_required: 'unknown',
} as const satisfies Record<LinkStatus, BridgeLogin['status']>;

function userView({ owner }: LoginRecord, { accountID, profile }: AccountRecord): User {
  return { ...withPictureURL(owner, accountID, profile), isSelf: true };
}
