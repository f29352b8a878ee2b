/** Waiting for a message that is being sent: whoever asks for it once gets the outcome rather than "pending" (client-expectations.md, 2.5). */

import type { SendStatus } from '@partyline/protocol';
import type { EventLog } from '../../log/log-reader.ts';
import type { MessageRow } from '../message-rows.ts';
import { timeOf } from '../positions.ts';

/** Far below the time limits of clients. */
const patienceMs = 2_000;

/** @returns the message as soon as its outcome is known, or as it is when the time is over */
export async function whenSettled(
  log: EventLog,
  read: () => Promise<MessageRow | undefined>,
): Promise<MessageRow | undefined> {
  const first = await read();
  if (first === undefined || !isUnderWay(first)) return first;
  const deadline = performance.now() + patienceMs;
  let ring = () => {};
  const unfollow = log.follow(() => ring());
  try {
    for (;;) {
      const changed = new Promise<void>((resolve) => {
        ring = resolve;
      });
      const message = await read();
      const left = deadline - performance.now();
      if (message === undefined || !isUnderWay(message) || left <= 0) return message;
      const timer = setTimeout(() => ring(), left);
      await changed;
      clearTimeout(timer);
    }
  } finally {
    unfollow();
  }
}

/** What is to be sent later, or has failed for now, is not waited for. */
function isUnderWay({ id, pending, send_status }: MessageRow): boolean {
  if (pending !== 1 || timeOf(id) > Date.now()) return false;
  const status: SendStatus | null = send_status === null ? null : JSON.parse(send_status);
  // What waits for a person is not waited for.
  return status === null || (status.status === 'PENDING' && status.reason !== 'approval');
}
