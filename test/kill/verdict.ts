/** Holds what the network saw against what the API says. */

import type { Follower, Told } from './follower.ts';
import type { Entry } from './inbox.ts';
import type { Accepted } from './senders.ts';

export interface Evidence {
  readonly acknowledged: ReadonlySet<string>;
  readonly delivered: ReadonlySet<string>;
  readonly accepted: ReadonlyMap<string, Accepted>;
  readonly arrived: ReadonlyMap<string, number>;
  readonly inbox: readonly Entry[];
  readonly log: readonly Told[];
  readonly followers: readonly Follower[];
}

export interface Verdict {
  /** What is wrong, in words; empty: nothing. */
  readonly complaints: readonly string[];
  /** Sends of which nobody knows, and how many of them arrived. */
  readonly uncertain: number;
  readonly uncertainArrived: number;
}

export function judge(evidence: Evidence): Verdict {
  const complaints = [...judgeIncoming(evidence), ...judgeReaders(evidence)];
  const { uncertain, uncertainArrived } = judgeOutgoing(evidence, complaints);
  return { complaints, uncertain, uncertainArrived };
}

function judgeIncoming({ acknowledged, delivered, inbox }: Evidence): string[] {
  const counts = countTexts(inbox, /^in-\d+$/);
  const complaints: string[] = [];
  for (const text of acknowledged) {
    if (!counts.has(text)) complaints.push(`${text} was acknowledged and is lost`);
  }
  for (const [text, count] of counts) {
    if (count > 1) complaints.push(`${text} is in the inbox ${count} times`);
    if (!delivered.has(text)) complaints.push(`${text} is in the inbox, and nobody delivered it`);
  }
  return complaints;
}

function judgeOutgoing({ accepted, arrived, inbox }: Evidence, complaints: string[]) {
  const entries = Map.groupBy(inbox, ({ text = '' }) => text);
  let uncertain = 0;
  let uncertainArrived = 0;
  for (const [text, { pendingMessageID }] of accepted) {
    const shown = entries.get(text) ?? [];
    const [entry] = shown;
    const times = arrived.get(text) ?? 0;
    const status = `${entry?.sendStatus?.status} ${entry?.sendStatus?.reason ?? ''}`.trim();
    if (shown.length !== 1) complaints.push(`${text} (${pendingMessageID}) is in its chat ${shown.length} times`);
    if (times > 1) complaints.push(`${text} arrived ${times} times, and is shown as ${status}`);
    if (status === 'FAIL_RETRIABLE uncertain') {
      uncertain++;
      uncertainArrived += times;
    } else if (status !== 'SUCCESS') complaints.push(`${text} was accepted, and is shown as ${status}`);
    else if (times === 0) complaints.push(`${text} is shown as sent, and did not arrive`);
  }
  for (const text of arrived.keys()) {
    if (!accepted.has(text)) complaints.push(`${text} arrived, and was never accepted`);
  }
  return { uncertain, uncertainArrived };
}

function judgeReaders({ followers, log, inbox }: Evidence): string[] {
  const complaints: string[] = [];
  for (const { name, told } of followers) {
    const index = log.findIndex((event, position) => !isSame(event, told[position]));
    if (index !== -1) {
      complaints.push(`${name}: event ${index} is ${JSON.stringify(told[index])}, not ${JSON.stringify(log[index])}`);
    } else if (told.length !== log.length) {
      complaints.push(`${name}: told ${told.length} events, of which the log has ${log.length}`);
    }
  }
  const named = new Set(log.flatMap(({ type, ids }) => (type === 'message.upserted' ? (ids ?? []) : [])));
  for (const { id, text } of inbox) {
    if (!named.has(id)) complaints.push(`${text} (${id}) is in the inbox, and no event says so`);
  }
  return complaints;
}

function isSame(event: Told, told: Told | undefined): boolean {
  return told !== undefined && event.cursor === told.cursor && event.type === told.type && event.chatID === told.chatID;
}

function countTexts(inbox: readonly Entry[], wanted: RegExp): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { text = '' } of inbox) {
    if (wanted.test(text)) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return counts;
}
