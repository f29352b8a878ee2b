/** Brings a corpus into a server through its front door: as history that a connector delivers. */

import { command, firstAccount } from './api.ts';
import { type Corpus, type CorpusMessage, corpusMessages, eventOf } from './corpus.ts';

/** Largest number of raw events in one command of the sandbox. */
const eventsPerCall = 1_000;

/** @param handed called after each piece was stored */
export async function fill(url: string, corpus: Corpus, handed: (count: number) => void = () => {}): Promise<void> {
  const accountID = await firstAccount(url);
  let batch: CorpusMessage[] = [];
  const hand = async () => {
    if (batch.length > 0) await command(url, accountID, { events: batch.map(eventOf) });
    handed(batch.length);
    batch = [];
  };
  for (const message of corpusMessages(corpus)) {
    batch.push(message);
    if (batch.length === eventsPerCall) await hand();
  }
  await hand();
}
