import type { Peer } from '../support/ircd.ts';

/** How often each message of the run stands on an IRC network, by its text. */
export async function arrivedAt(peer: Peer): Promise<Map<string, number>> {
  await peer.barrier();
  const counts = new Map<string, number>();
  for (const line of peer.lines) {
    const text = / PRIVMSG \S+ :(out-\d+)$/.exec(line)?.[1];
    if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return counts;
}
