/** Bridges and their logins: contract 2.15 to 2.17 and the bodies of 3.3. */

import { Type } from 'typebox';
import { Account, BridgeProvider } from './account.ts';
import { ID, oneOf } from './building-blocks.ts';
import { User } from './user.ts';

/** Path parameter `bridgeID` (contract 1.4). */
export const BridgeID = Type.String({ minLength: 1, pattern: '^[A-Za-z0-9_-]+$' });

/** A connector as this server offers it. */
export const Bridge = Type.Object(
  {
    id: BridgeID,
    type: ID,
    provider: BridgeProvider,
    displayName: Type.String(),
    activeAccountCount: Type.Integer({ minimum: 0 }),
    supportsMultipleAccounts: Type.Boolean(),
    status: oneOf(['available', 'connected', 'limit_reached', 'temporarily_unavailable', 'disabled']),
    accounts: Type.Array(Account),
    network: Type.Optional(Type.String()),
    statusText: Type.Optional(Type.String()),
  },
  { title: 'Bridge' },
);
export type Bridge = Type.Static<typeof Bridge>;

export const BridgeList = Type.Object({ items: Type.Array(Bridge) }, { title: 'BridgeList' });
export type BridgeList = Type.Static<typeof BridgeList>;

/** One way to sign in. */
export const LoginFlow = Type.Object(
  { id: ID, name: Type.Optional(Type.String()), description: Type.Optional(Type.String()) },
  { title: 'LoginFlow' },
);
export type LoginFlow = Type.Static<typeof LoginFlow>;

export const LoginFlowList = Type.Object({ items: Type.Array(LoginFlow) }, { title: 'LoginFlowList' });
export type LoginFlowList = Type.Static<typeof LoginFlowList>;

export const RemoveScope = oneOf(['current-device', 'all-devices']);
export type RemoveScope = Type.Static<typeof RemoveScope>;

/** One signed-in identity on a bridge. */
export const BridgeLogin = Type.Object(
  {
    loginID: ID,
    bridgeID: BridgeID,
    status: oneOf(['connected', 'connecting', 'needs_login', 'logged_out', 'unknown']),
    removeScopes: Type.Array(RemoveScope),
    accountIDs: Type.Optional(Type.Array(ID)),
    statusText: Type.Optional(Type.String()),
    user: Type.Optional(User),
  },
  { title: 'BridgeLogin' },
);
export type BridgeLogin = Type.Static<typeof BridgeLogin>;

export const BridgeLoginList = Type.Object({ items: Type.Array(BridgeLogin) }, { title: 'BridgeLoginList' });
export type BridgeLoginList = Type.Static<typeof BridgeLoginList>;

export const LoginRemoveInput = Type.Object({ scope: RemoveScope }, { title: 'LoginRemoveInput' });
export type LoginRemoveInput = Type.Static<typeof LoginRemoveInput>;

export const LoginRemoved = Type.Object(
  {
    bridgeID: BridgeID,
    loginID: ID,
    scope: RemoveScope,
    status: Type.Literal('removed'),
    affectedAccountIDs: Type.Optional(Type.Array(ID)),
  },
  { title: 'LoginRemoved' },
);
export type LoginRemoved = Type.Static<typeof LoginRemoved>;
