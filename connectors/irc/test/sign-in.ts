/** What the tests of signing in share: servers that end with the test, answers for them, and what was said about those. */

import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { type Answers, irc, type Person } from './recorder.ts';

interface Running {
  readonly host: string;
  readonly port: number;
  end(): Promise<void>;
}

export async function running<T extends Running>(t: TestContext, starting: Promise<T>): Promise<T> {
  const server = await starting;
  t.after(() => server.end());
  return server;
}

export function answers(server: { host: string; port: number }, more: Answers = {}): Answers {
  return { server: server.host, port: String(server.port), tls: 'no', nick: 'anna', auth: 'none', ...more };
}

/** Walks a login whose first answer is not good enough; what was said about it. */
export async function complaint(person: Person): Promise<string> {
  await assert.rejects(irc().login('server', person), /out of answers/);
  assert.equal(person.asked.length, 2);
  return person.instructions;
}
