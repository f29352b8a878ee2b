/** The ways a send is said to have failed. */

import { SendError } from '@partyline/connector';

/** The network certainly does not have it, and would not take it the next time. */
export function refused(reason: string, message: string): SendError {
  return new SendError({ outcome: 'certain', retriable: false, reason, message });
}

/** Nothing was written. */
export function notConnected(): SendError {
  const message = 'There is no connection to the network.';
  return new SendError({ outcome: 'certain', retriable: true, reason: 'not_connected', message });
}

export function lostWhileSending(): SendError {
  const message = 'The connection was lost before the network confirmed; it may have been delivered.';
  return new SendError({ outcome: 'uncertain', retriable: false, reason: 'connection_lost', message });
}

export function neverConfirmed(): SendError {
  const message = 'The network did not confirm it in time; it may have been delivered.';
  return new SendError({ outcome: 'uncertain', retriable: false, reason: 'not_confirmed', message });
}
