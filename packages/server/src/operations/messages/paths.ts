import { ID } from '@partyline/protocol';
import { Type } from 'typebox';

/** Path of everything under one message. */
export const MessagePath = Type.Object({ chatID: ID, messageID: ID });
