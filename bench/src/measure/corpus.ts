/** Messages as people write them, always the same: words in Zipf's proportions, in chats of very different lengths. */

export interface Corpus {
  readonly messages: number;
  readonly chats: number;
  /** Messages of the longest chat, which comes first. */
  readonly longest: number;
}

export interface CorpusMessage {
  /** From 0. */
  readonly number: number;
  readonly chat: number;
  readonly sender: number;
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

export const startAt = Date.UTC(2024, 0, 1);
const everyMs = 30_000;
const vocabulary = 50_000;
const senders = 500;

/** Sounds that make words one can tell apart, from the number of the word. */
const syllables = [
  'ba',
  'ce',
  'di',
  'fo',
  'gu',
  'ha',
  'je',
  'ki',
  'lo',
  'mu',
  'na',
  'pe',
  'ri',
  'so',
  'tu',
  'va',
  'we',
];

/** The word of a rank; rank 0 is the most frequent one. */
export function wordOf(rank: number): string {
  let word = '';
  for (let rest = rank + syllables.length; rest > 0; rest = Math.floor(rest / syllables.length)) {
    word += syllables[rest % syllables.length];
  }
  return word;
}

export const chatIDOf = (chat: number): string => `corpus-${chat}`;
export const senderIDOf = (sender: number): string => `person-${sender}`;

export function* corpusMessages({ messages, chats, longest }: Corpus): Generator<CorpusMessage> {
  const random = seeded(7);
  /** The harmonic numbers are near the logarithm: e^(u · ln n) has Zipf's distribution. */
  const zipf = (limit: number) => Math.min(limit - 1, Math.floor(Math.exp(random() * Math.log(limit))) - 1);
  for (let number = 0; number < messages; number++) {
    const length = 3 + Math.floor(random() * 14);
    const text = Array.from({ length }, () => wordOf(zipf(vocabulary))).join(' ');
    // Spread evenly over time.
    const isOfLongest = Math.floor(((number + 1) * longest) / messages) > Math.floor((number * longest) / messages);
    const chat = isOfLongest ? 0 : number < chats ? number : 1 + zipf(chats - 1);
    yield { number, chat, sender: zipf(senders), text, timestamp: startAt + number * everyMs };
  }
}

/** Mulberry32, by Tommy Ettinger; public domain. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** As a raw event of the connector contract. */
export function eventOf({ number, chat, sender, text, timestamp }: CorpusMessage) {
  return {
    kind: 'message',
    id: `corpus-${number}`,
    chat: { id: chatIDOf(chat), type: 'group', title: `Corpus ${chat}` },
    sender: { id: senderIDOf(sender), name: `Person ${sender}`, isSelf: false },
    text,
    timestamp,
    history: true,
  };
}
