/**
 * Contents of events (`corpus/`), each with what is read from it. `messages.json` was written by hand, after the specifications. The others are what
 * the converters of mautrix-whatsapp 0.2512 and mautrix-slack 0.1, and the framework (mautrix-go 0.30), gave for messages of their networks.
 */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type People, readMessage, readReaction, redactedID } from '../src/index.ts';

interface Case {
  readonly name: string;
  readonly type: string;
  readonly content: Record<string, unknown>;
  /** Null: it is nothing that people are shown. */
  readonly read: unknown;
}

const people: People = {
  userID(mxid) {
    if (mxid === '@owner:host') return 'me';
    return mxid.startsWith('@net_') ? mxid.slice(5, mxid.indexOf(':')) : undefined;
  },
  mxid: (id) => (id === 'me' ? '@owner:host' : `@net_${id}:host`),
};

function read(type: string, content: Case['content']): unknown {
  if (type === 'm.reaction') return readReaction(content);
  if (type === 'm.room.redaction') return redactedID({ content });
  return readMessage(type, content, people);
}

for (const file of ['messages', 'whatsapp', 'slack', 'framework']) {
  const cases: readonly Case[] = JSON.parse(readFileSync(new URL(`./corpus/${file}.json`, import.meta.url), 'utf8'));
  for (const one of cases) test(one.name, () => assert.deepEqual(read(one.type, one.content) ?? null, one.read));
}
