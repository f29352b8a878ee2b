import { ID } from '@partyline/protocol';
import { Type } from 'typebox';

/** Path of everything under one chat: its ID, or its local ID. */
export const ChatPath = Type.Object({ chatID: ID });
