import { SendError } from '@partyline/connector';

/** The network does not have it, and trying again would change nothing. */
export function refused(reason: string, message: string): SendError {
  return new SendError({ outcome: 'certain', retriable: false, reason, message });
}

/** The network does not have it, and may take it later. */
export function refusedForNow(reason: string, message: string): SendError {
  return new SendError({ outcome: 'certain', retriable: true, reason, message });
}

/** The network may have it. */
export function unconfirmed(message: string): SendError {
  return new SendError({ outcome: 'uncertain', retriable: false, reason: 'no_answer', message });
}
