/** Older messages of a chat, when somebody reads on to where they begin. */

import { type History, type HistoryRequest, SendError } from '@partyline/connector';
import type { HostedBridge } from '../bridge/hosted-bridge.ts';
import { ProvisioningError } from '../bridge/provisioning.ts';
import type { Teller } from '../inbox/teller.ts';
import { needRoom } from './rooms.ts';

/** A bridge that takes longer than 25 s says so, and goes on by itself. */
const limitMs = 29_000;

/**
 * One batch of the bridge's own size, before the oldest message that the bridge has handed over, which the server has too: it is told everything.
 * @throws SendError
 */
export async function fetchHistory(
  bridge: HostedBridge,
  login: string,
  { chatID }: HistoryRequest,
  teller: Teller,
  signal: AbortSignal,
): Promise<History> {
  const room = needRoom(bridge, login, chatID);
  const limit = AbortSignal.timeout(limitMs);
  const until = AbortSignal.any([signal, limit]);
  const request = { method: 'POST', path: ['backfill', room.id], query: { login_id: login } } as const;
  try {
    const { status } = await bridge.provision({ ...request, signal: until });
    // The batch itself has come as a request of its own, before the answer.
    await teller.caughtUp(until);
    return { hasMore: status !== nothingMore };
  } catch (error) {
    // Not "there is nothing more": a newer version of the bridge may fetch it.
    if (error instanceof ProvisioningError && error.code === 'M_UNRECOGNIZED') throw unable();
    const isLate = limit.aborted || (error instanceof ProvisioningError && error.status === tooLate);
    throw isLate ? late() : error;
  }
}

const nothingMore = 204;
const tooLate = 504;

function unable(): SendError {
  const message = 'This version of the bridge cannot fetch older messages.';
  return new SendError({ outcome: 'certain', retriable: false, reason: 'not_supported', message });
}

function late(): SendError {
  const message = 'The network takes long to give older messages. They will appear when they have come.';
  return new SendError({ outcome: 'uncertain', retriable: true, reason: 'timeout', message });
}
