import { ApiError, ID } from '@partyline/protocol';
import { Type } from 'typebox';
import type { Caller } from '../../auth/tokens.ts';

export const TokenPath = Type.Object({ tokenID: ID });

/** Tokens are the owner's to make: a program that was let in would outlast its own end otherwise. @throws ApiError `FORBIDDEN` */
export function needOwnToken({ clientID }: Caller): void {
  if (clientID !== undefined)
    throw new ApiError('FORBIDDEN', 'This call needs a token that the owner made, not one that a program was granted.');
}
