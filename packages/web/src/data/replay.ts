/**
 * Answers of calls beside what the live connection tells. They come by different ways, and an answer that comes last may be older: so what was told
 * while it was under way is told once more after it. Whatever changed after the answer was made is told then, or is still to be told; until it is, for some
 * milliseconds, an older state may be shown.
 */

export interface Replay<Event> {
  /** Now, and again after the answers that are awaited. */
  take(event: Event): void;
  /** Makes a call and takes its answer. */
  around<Answer>(call: () => Promise<Answer>, take: (answer: Answer) => void): Promise<Answer>;
}

export function createReplay<Event>(apply: (event: Event) => void): Replay<Event> {
  const records = new Set<Event[]>();
  return {
    take(event) {
      for (const record of records) record.push(event);
      apply(event);
    },
    async around(call, take) {
      const record: Event[] = [];
      records.add(record);
      try {
        const answer = await call();
        take(answer);
        record.forEach(apply);
        return answer;
      } finally {
        records.delete(record);
      }
    },
  };
}
