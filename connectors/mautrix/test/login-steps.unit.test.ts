/** Steps as bridges tell them, in the contract's words. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AskStep, LoginIO } from '@partyline/connector';
import { cookieStep } from '../src/login/cookie-step.ts';
import { askPerson } from '../src/login/steps.ts';

const field = (id: string, ...sources: object[]) => ({ id, required: true, sources });

test('cookies are told with every place where a browser has them', () => {
  const { fields } = cookieStep({
    url: 'https://example.org/login',
    fields: [
      {
        ...field('auth_token', { type: 'special', name: 'script' }, { type: 'request_body', name: 'token' }),
        pattern: '^x-',
      },
      field('session', { type: 'request_header', name: 'Cookie', request_url_regex: 'example' }),
      field('sid', { type: 'cookie', name: 'SID', cookie_domain: '.example.org' }, { type: 'dream', name: 'SID' }),
      { id: 'plain' },
    ],
  });
  assert.deepEqual(fields, [
    {
      id: 'auth_token',
      name: 'token',
      pattern: '^x-',
      sources: [
        { type: 'special', name: 'script' },
        { type: 'request_body', name: 'token' },
      ],
    },
    {
      id: 'session',
      name: 'Cookie',
      type: 'header',
      sources: [{ type: 'request_header', name: 'Cookie', requestURLRegex: 'example' }],
    },
    {
      id: 'sid',
      name: 'SID',
      type: 'cookie',
      sources: [{ type: 'cookie', name: 'SID', cookieDomain: '.example.org' }],
    },
    { id: 'plain', name: 'plain', type: 'cookie', optional: true },
  ]);
});

test('a field is optional where the bridge tells people so', async () => {
  const asked: AskStep[] = [];
  const io: Pick<LoginIO, 'ask'> = {
    ask(step) {
      asked.push(step);
      return Promise.resolve({});
    },
  };
  const form = [
    { id: 'nick', name: 'Nick', description: 'Must not be empty' },
    { id: 'password', name: 'Password', description: 'Of the server; leave it empty if it has none' },
    { id: 'realname', name: 'Real name (optional)' },
    { id: 'code', name: 'Code (optional)', pattern: '^\\d+$' },
  ];
  const step = { type: 'user_input', step_id: 'form', user_input: { fields: form } };
  await askPerson(step, { ...io, cookies: unasked, show: unasked, signal: new AbortController().signal });
  const optional = asked[0]?.fields.filter((one) => one.optional === true).map(({ id }) => id);
  assert.deepEqual(optional, ['password', 'realname']);
});

const unasked = () => assert.fail('only a form is asked for');
