import { ID } from '@partyline/protocol';
import { Type } from 'typebox';

export const ApprovalPath = Type.Object({ pendingMessageID: ID });
