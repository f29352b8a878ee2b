/** Contents of events as bridges write them (`corpus/`), each with what is read from it. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type People, readMessage } from '../src/index.ts';

interface Case {
  readonly name: string;
  readonly type: string;
  readonly content: Record<string, unknown>;
  /** Null: it is no message. */
  readonly read: object | null;
}

const cases: readonly Case[] = JSON.parse(readFileSync(new URL('./corpus/messages.json', import.meta.url), 'utf8'));

const people: People = {
  userID: (mxid) => (mxid.startsWith('@net_') ? mxid.slice(5, mxid.indexOf(':')) : undefined),
  mxid: (id) => `@net_${id}:host`,
};

for (const { name, type, content, read } of cases) {
  test(name, () => assert.deepEqual(readMessage(type, content, people) ?? null, read));
}
