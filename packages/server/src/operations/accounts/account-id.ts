import { ID } from '@partyline/protocol';
import { Type } from 'typebox';

/** Path of everything under one account. */
export const AccountPath = Type.Object({ accountID: ID });
