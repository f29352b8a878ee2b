/** Closing words of ircds as they are sent in the wild: each leads to the state that helps. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endedByServer } from '../src/failure.ts';
import { linkFailed } from '../src/link-failure.ts';

const AT_THE_DOOR = { registered: false, passwordSent: true };
const INSIDE = { registered: true, passwordSent: false };

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
  for (const [words, state] of BEFORE_WELCOME)
    assert.equal(endedByServer(words, AT_THE_DOOR).state.state, state, words);
  for (const [words, state] of AFTER_WELCOME) assert.equal(endedByServer(words, INSIDE).state.state, state, words);
  for (const progress of [AT_THE_DOOR, INSIDE]) assert.equal(endedByServer(undefined, progress).state.state, 'lost');
});

test('texts are whole sentences: the server puts its own behind those of a loss', () => {
  const offline = Object.assign(new Error('connect ENETUNREACH'), { code: 'ENETUNREACH' });
  const odd = Object.assign(new Error('read EODD'), { code: 'EODD' });
  const address = { server: 'irc.invalid', port: 6697 };
  for (const { state } of [
    ...[...BEFORE_WELCOME, ...AFTER_WELCOME].flatMap(([words]) =>
      [AT_THE_DOOR, INSIDE].map((progress) => endedByServer(words, progress)),
    ),
    ...[undefined, ''].map((words) => endedByServer(words, INSIDE)),
    ...[offline, odd].map((error) => linkFailed(error, address)),
  ]) {
    assert.match(state.text, /[.?]$/);
    assert.doesNotMatch(state.text, /[.?!:] ?[.?!:]|again by itself/);
  }
});
