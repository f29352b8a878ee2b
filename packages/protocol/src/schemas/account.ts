/** Chat accounts: contract 2.3 and 2.4. */

import { Type } from 'typebox';
import { ID, oneOf } from './building-blocks.ts';
import { User } from './user.ts';

export const BridgeProvider = oneOf(['cloud', 'self-hosted', 'local', 'platform-sdk']);
export type BridgeProvider = Type.Static<typeof BridgeProvider>;

/** The bridge an account belongs to. */
export const AccountBridge = Type.Object({ id: ID, type: ID, provider: BridgeProvider }, { title: 'AccountBridge' });
export type AccountBridge = Type.Static<typeof AccountBridge>;

/** The eight states of an account; `docs/glossary.md` says what each means and what to do. */
export const AccountStatus = oneOf([
  'connected',
  'connecting',
  'backfilling',
  'connection_required',
  'reconnect_required',
  'attention_required',
  'disconnected',
  'disabled',
]);
export type AccountStatus = Type.Static<typeof AccountStatus>;

/** One identity on one network. */
export const Account = Type.Object(
  {
    accountID: ID,
    bridge: AccountBridge,
    status: AccountStatus,
    user: User,
    loginID: Type.Optional(ID),
    network: Type.Optional(Type.String({ description: 'Display name of the network' })),
    statusText: Type.Optional(Type.String({ description: 'What is wrong and what to do about it, in words' })),
    capabilities: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  { title: 'Account' },
);
export type Account = Type.Static<typeof Account>;

/** `GET /v1/accounts`: a bare array (contract 3.1). */
export const AccountList = Type.Array(Account);
export type AccountList = Type.Static<typeof AccountList>;

/** Additive: what can be changed on an account. */
export const AccountPatch = Type.Object(
  { isDisabled: Type.Optional(Type.Boolean({ description: 'Switch the account off (true) or on again (false)' })) },
  { title: 'AccountPatch' },
);
export type AccountPatch = Type.Static<typeof AccountPatch>;
