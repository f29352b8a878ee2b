/** Sends one message, in the way that commands ask for. */

import type { OutgoingMessage, Sent } from '@partyline/connector';
import type { Account } from './account.ts';
import type { Parts } from './connection.ts';
import type { Receipt } from './receipts.ts';
import { refused, refusedForNow, unconfirmed } from './refusals.ts';

const UNCONFIRMED = 'The sandbox did not confirm the message. It may have arrived.';

/** Throws `SendError`. */
export async function send(account: Account, message: OutgoingMessage, parts: Parts): Promise<Sent> {
  const { network, controls, link, host } = parts;
  const { replyMs } = network;
  const mode = controls.sends.next();
  if (mode === 'refuse') throw refused('refused', 'The sandbox was told to refuse messages. Nothing was sent.');
  if (mode === 'busy') throw refusedForNow('busy', 'The sandbox was told to be busy. Nothing was sent; try again.');
  const file = message.attachment && (await network.files.take(message.attachment));
  const receipt = await taken(account, message, file, parts);
  try {
    if (mode === 'silent') await controls.sends.voice.passed(link.ended);
    if (mode === 'echo-first') await host.ingest([account.echo(receipt)]);
  } catch {
    throw unconfirmed(UNCONFIRMED);
  }
  if (mode === 'echo-later' || mode === 'uncertain-then-echo') account.post(account.echo(receipt), replyMs);
  if (mode === 'uncertain' || mode === 'uncertain-then-echo' || link.ended.aborted) throw unconfirmed(UNCONFIRMED);
  return mode === 'no-id' ? {} : { id: receipt.id, timestamp: receipt.timestamp };
}

/** On the disk too, where there is a state file: who is told that a message arrived can rely on it. */
async function taken(
  account: Account,
  message: OutgoingMessage,
  file: Receipt['attachment'],
  { network }: Parts,
): Promise<Receipt> {
  try {
    return account.take(message, file);
  } finally {
    await network.journal.stored();
  }
}
