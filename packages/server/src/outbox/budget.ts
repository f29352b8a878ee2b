/** How many messages a token may send in an hour, or a program with all its tokens. Counted in the transaction of the send, so that many at once cannot pass it together. */

import { ApiError } from '@partyline/protocol';
import type { Caller } from '../auth/tokens.ts';
import type { Transaction } from '../store/writer.ts';

const hourMs = 3_600_000;

/** Counts one send. What is taken back counts all the same. @throws ApiError `RATE_LIMITED` with the time until one is free */
export async function spend(tx: Transaction, { program, policy }: Caller, now: number): Promise<void> {
  const most = policy?.sendsPerHour;
  if (most === undefined) return;
  await tx
    .deleteFrom('token_sends')
    .where('token_id', '=', program)
    .where('at', '<=', now - hourMs)
    .execute();
  const spent = await tx
    .selectFrom('token_sends')
    .select('at')
    .where('token_id', '=', program)
    .orderBy('at', 'desc')
    .limit(Math.max(most, 1))
    .execute();
  if (most === 0 || spent.length >= most) throw exhausted(most, spent.at(-1)?.at ?? now, now);
  await tx.insertInto('token_sends').values({ token_id: program, at: now }).execute();
}

function exhausted(most: number, oldest: number, now: number): ApiError {
  if (most === 0)
    return new ApiError('FORBIDDEN', 'The policy of this token allows it to send no messages. Nothing was sent.');
  const seconds = Math.max(1, Math.ceil((oldest + hourMs - now) / 1_000));
  const message = `The policy of this token allows ${most} ${most === 1 ? 'message' : 'messages'} an hour, and they were sent. Nothing was sent now. Try again in ${seconds} s.`;
  return new ApiError('RATE_LIMITED', message, { retryAfterSeconds: seconds });
}
