/** Closing words of ircds as they are sent in the wild: each leads to the state that helps. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endedByServer } from '../src/failure.ts';

const BEFORE_WELCOME = [
  ['Access denied: "No spam here" (K-Line)', 'blocked'],
  ['Closing link: (evil@127.0.0.1) [K-lined: No spam here]', 'blocked'],
  ['Closing Link: 192.0.2.1 (G-Lined)', 'blocked'],
  ['Closing Link: x[192.0.2.1] (Z-Lined)', 'blocked'],
  ['Closing Link: 192.0.2.1 (*** Banned (cache))', 'blocked'],
  ['Closing Link: [192.0.2.1] (You are banned from this server- bye)', 'blocked'],
  ['Closing Link: x by irc.test (AKILL ID:1)', 'blocked'],
  ['Access denied: Bad password?', 'signed_out'],
  ['Closing link: (joe@127.0.0.1) [Access denied by configuration]', 'signed_out'],
  ['Closing Link: 192.0.2.1 (Password mismatch)', 'signed_out'],
  ['Closing Link: 192.0.2.1 (Throttled: Reconnecting too fast)', 'lost'],
  ['Closing Link: 192.0.2.1 (Registration timed out)', 'lost'],
  ['Your host is trying to (re)connect too fast -- throttled', 'lost'],
] as const;

const AFTER_WELCOME = [
  ['Closing Link: tester[192.0.2.1] (Killed (oper (take a break)))', 'lost'],
  ['Ping timeout: 120 seconds', 'lost'],
  ['Closing link: (tester@h) [K-lined: bad password list]', 'blocked'],
  ['Closing link: (tester@h) [bad password]', 'lost'],
  ['Server going down', 'lost'],
] as const;

test('closing words before and after the welcome', () => {
  for (const [words, state] of BEFORE_WELCOME) assert.equal(endedByServer(words, false).state.state, state, words);
  for (const [words, state] of AFTER_WELCOME) assert.equal(endedByServer(words, true).state.state, state, words);
  for (const registered of [true, false]) assert.equal(endedByServer(undefined, registered).state.state, 'lost');
});
