import { BridgeID, ID } from '@partyline/protocol';
import { Type } from 'typebox';

/** Path of everything under one bridge. */
export const BridgePath = Type.Object({ bridgeID: BridgeID });

/** Path of everything under one login. */
export const LoginPath = Type.Object({ bridgeID: BridgeID, loginID: ID });

/** Path of everything under one login session. */
export const LoginSessionPath = Type.Object({ bridgeID: BridgeID, loginSessionID: ID });
