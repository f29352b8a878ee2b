/** How the commands of `control` are written, for the person whose command was refused. */

import { pieceNames } from './media.ts';
import { sendModes } from './send-faults.ts';
import { statuses } from './statuses.ts';

export const faults = ['none', 'throw', 'loop', 'memory', 'silent', 'reject-connect', 'slow-connect'] as const;

export const usage: readonly string[] = [
  `{"status": ${alternatives(statuses)}, "text"?: text, "retryAfterMs"?: milliseconds}`,
  `{"fault": ${alternatives(faults)}, "text"?: text, "ms"?: milliseconds}`,
  '{"delayMs": milliseconds}',
  '{"say": {"contact": contact ID or "me", "text": text, "chat"?: chat ID, "account"?: account ID, "html"?: HTML, ' +
    `"mentions"?: user IDs, "replyTo"?: message ID, "media"?: list of ${alternatives(pieceNames)}}}`,
  '{"typing": {"contact": contact ID, "chat"?: chat ID, "account"?: account ID, "isTyping"?: true or false, "timeoutMs"?: milliseconds}}',
  '{"event": event} or {"events": 1 to 1000 events}, as in the connector contract',
  '{"history": {"chat": chat ID, "account"?: account ID, "count": 1 to 1000000, "from"?: time, "everyMs"?: milliseconds}}',
  '{"past": {"chat": chat ID, "account"?: account ID, "count": 1 to 1000000, "from"?: time, "everyMs"?: milliseconds, "refusals"?: number}}',
  '{"flood": {"chat": chat ID, "account"?: account ID, "perSecond": 1 to 100000, "seconds": up to 3600}}',
  '{"received": {"chat": chat ID, "account"?: account ID, "skip"?: number, "limit"?: up to 10000}}',
  `{"send": ${alternatives(sendModes)}, "times"?: number}`,
  '{"clock": {"set": ISO time or milliseconds}} or {"clock": {"advanceMs": milliseconds}}',
];

function alternatives(words: readonly string[]): string {
  return words.map((word) => `"${word}"`).join(' | ');
}
