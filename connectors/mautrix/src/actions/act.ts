/** Does something on the network as the owner: an event is stored, pushed to the bridge, and its outcome waited for. */

import { SendError } from '@partyline/connector';
import type { Fields } from '@partyline/matrix-content';
import type { HostedBridge } from '../bridge/hosted-bridge.ts';
import { ProvisioningError } from '../bridge/provisioning.ts';
import type { SendStatus } from '../host/send-statuses.ts';
import { BridgeRefusal, SocketLost } from '../host/socket.ts';
import { OWNER } from '../identities.ts';
import type { Room } from '../store/rooms.ts';

export interface Action {
  readonly room: Room;
  readonly type: string;
  readonly content: Fields;
  readonly eventID: string;
  /** The server's own name of a message. */
  readonly transactionID?: string;
  /** It is done when the bridge has deleted the room, and no status follows. */
  readonly endsRoom?: boolean;
}

/** The server waits a little longer. A status that comes later is told as an event, which settles the message. */
const answerLimitMs = 80_000;

/** The login is not connected. */
const unavailable = 'm.bridge_unavailable';

export interface Done {
  readonly eventID: string;
}

/** @throws SendError */
export async function act(
  { homeserver, push }: Pick<HostedBridge, 'homeserver' | 'push'>,
  action: Action,
  signal: AbortSignal,
): Promise<Done> {
  const { room, type, content, eventID, transactionID, endsRoom = false } = action;
  const ts = Date.now();
  const isFirstTry = homeserver.events.append({
    id: eventID,
    room: room.id,
    sender: OWNER,
    type,
    ts,
    content,
    ...(transactionID !== undefined && { transactionID }),
  });
  const ended = new AbortController();
  const limit = AbortSignal.timeout(answerLimitMs);
  const outcome = homeserver.sendStatuses.outcome(
    { id: eventID, room: room.id },
    AbortSignal.any([signal, ended.signal, limit]),
  );
  outcome.catch(() => undefined);
  try {
    const event = { type, room_id: room.id, sender: OWNER, event_id: eventID, origin_server_ts: ts, content };
    const redacts = type === 'm.room.redaction' ? { redacts: content['redacts'] } : {};
    const unsigned = transactionID === undefined ? {} : { unsigned: { transaction_id: transactionID } };
    await push({ events: [{ ...event, ...redacts, ...unsigned }] });
    check(await outcome, endsRoom);
    return { eventID };
  } catch (error) {
    const failure = limit.aborted ? unanswered() : failureOf(error, signal);
    // It never was: a reaction, for one, is not there to be taken back, and a message may be sent again under the same ID.
    if (failure.outcome === 'certain' && isFirstTry) homeserver.events.forget(eventID);
    throw failure;
  } finally {
    ended.abort();
  }
}

/** Reasons that a bridge gives before it has tried anything. */
const beforehand: ReadonlySet<string> = new Set([
  'com.beeper.unsupported_event',
  'com.beeper.undecryptable_event',
  'm.no_permission',
  unavailable,
]);

/**
 * "Retriable" is what a bridge says of any error, an answer that did not come in time too, and whether it is certain is not told: it means that a person may
 * try again, not that nothing was sent. Only where the bridge has not begun may it be sent again by itself.
 */
function check({ status, reason, message }: SendStatus, endsRoom: boolean): void {
  if (status === 'SUCCESS' || (status === 'ROOM_GONE' && endsRoom)) return;
  if (status === 'ROOM_GONE') throw unanswered();
  const isCertain = status === 'FAIL_PERMANENT' || (reason !== undefined && beforehand.has(reason));
  const words = message ?? 'The network did not take it, and gave no reason.';
  throw new SendError({
    outcome: isCertain ? 'certain' : 'uncertain',
    retriable: status === 'FAIL_RETRIABLE' && reason === unavailable,
    reason: (reason ?? 'network_error').replace(/^(m|com\.beeper)\./, ''),
    message: isCertain ? words : `${words.replace(/(?<![.!?])$/, '.')} It may have been sent all the same.`,
  });
}

function unanswered(): SendError {
  const message = 'The bridge has not told whether this was sent. It may have been.';
  return new SendError({ outcome: 'uncertain', retriable: false, reason: 'outcome_unknown', message });
}

/** Anything a request to the bridge may throw, as the contract says it. @throws SendError */
export async function asSendError<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw failureOf(error, signal);
  }
}

function failureOf(error: unknown, signal: AbortSignal): SendError {
  if (error instanceof SendError) return error;
  if (error instanceof SocketLost && !error.sent) {
    const message = 'The bridge is not running. Nothing was sent.';
    return new SendError({ outcome: 'certain', retriable: true, reason: 'disconnected', message });
  }
  if (error instanceof BridgeRefusal || error instanceof ProvisioningError)
    return new SendError({ outcome: 'certain', retriable: false, reason: 'refused', message: error.message });
  if (error instanceof SocketLost || signal.aborted) {
    const message = 'The bridge ended before it told whether this was sent. It may have been.';
    return new SendError({ outcome: 'uncertain', retriable: false, reason: 'outcome_unknown', message });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new SendError({ outcome: 'uncertain', retriable: false, reason: 'failed', message });
}
