import { ID } from '@partyline/protocol';
import { Type } from 'typebox';

export const LabelPath = Type.Object({ labelID: ID });

/** A label on a chat. */
export const ChatLabelPath = Type.Object({ chatID: ID, labelID: ID });
