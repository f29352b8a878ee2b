/** What became of the events that were pushed: `com.beeper.message_send_status`, which the bridge sends once the network has answered. */

import { type Fields, fields, text } from '@partyline/matrix-content';

export interface SendStatus {
  /** `ROOM_GONE`: the bridge has deleted the room, and says nothing more of what was sent into it. */
  readonly status: 'SUCCESS' | 'FAIL_RETRIABLE' | 'FAIL_PERMANENT' | 'ROOM_GONE';
  /** `m.foreign_network_error`, `com.beeper.unsupported_event`, ... */
  readonly reason: string | undefined;
  /** For the person. */
  readonly message: string | undefined;
}

export interface SendStatuses {
  /** Resolves when the bridge has told the outcome. @throws whatever `lose` was called with, or the signal's reason */
  outcome(event: { readonly id: string; readonly room: string }, signal?: AbortSignal): Promise<SendStatus>;
  /** @returns whether somebody waited for it */
  take(eventID: string, status: SendStatus): boolean;
  roomGone(room: string): void;
  /** The bridge is gone: nobody will tell any more. */
  lose(error: Error): void;
}

export function createSendStatuses(): SendStatuses {
  const waiting = new Map<string, PromiseWithResolvers<SendStatus> & { readonly room: string }>();
  return {
    async outcome({ id, room }, signal) {
      const waiter = { ...Promise.withResolvers<SendStatus>(), room };
      waiting.set(id, waiter);
      const abort = () => waiter.reject(signal?.reason);
      signal?.addEventListener('abort', abort, { once: true });
      try {
        return await waiter.promise;
      } finally {
        signal?.removeEventListener('abort', abort);
        if (waiting.get(id) === waiter) waiting.delete(id);
      }
    },
    take(eventID, status) {
      const waiter = waiting.get(eventID);
      waiter?.resolve(status);
      return waiter !== undefined;
    },
    roomGone(room) {
      for (const waiter of waiting.values())
        if (waiter.room === room) waiter.resolve({ status: 'ROOM_GONE', reason: undefined, message: undefined });
    },
    lose(error) {
      for (const waiter of waiting.values()) waiter.reject(error);
    },
  };
}

/** Undefined while it is pending, and for what is no outcome. */
export function readSendStatus(content: Fields): { eventID: string; status: SendStatus } | undefined {
  const eventID = text(fields(content['m.relates_to'])['event_id']);
  const { status } = content;
  if (eventID === undefined) return undefined;
  if (status !== 'SUCCESS' && status !== 'FAIL_RETRIABLE' && status !== 'FAIL_PERMANENT') return undefined;
  return { eventID, status: { status, reason: text(content['reason']), message: text(content['message']) } };
}
