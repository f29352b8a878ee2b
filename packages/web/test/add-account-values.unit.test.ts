/** What people copy from a browser is understood, and each value goes into its field. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CookieField, complaint, cookieComplaint, splitLabel } from '../src/features/add-account/field-rules.ts';
import { sourcesOf, valuesIn } from '../src/features/add-account/pasted-values.ts';

const fields: readonly CookieField[] = [
  { id: 'session', name: 'session', type: 'cookie', required: true },
  { id: 'csrf', name: 'x-csrf-token', type: 'header', required: false },
  { id: 'device', name: 'device', type: 'local_storage', required: false },
];
const session = { session: 'a%3Db=c/+"d"' };
const all = { session: 'sess-1', csrf: 'csrf-1' };

const pastes: readonly (readonly [name: string, text: string, values: Readonly<Record<string, string>>])[] = [
  [
    'cURL for bash, cookie as header',
    `curl 'https://example.org/a?b=c' \\\n  -H 'accept: */*' \\\n  -H 'Cookie: theme=dark; session=sess-1' \\\n  -H 'X-CSRF-Token: csrf-1' --compressed`,
    all,
  ],
  [
    'cURL for bash, cookie as option',
    `curl 'https://example.org/' -b 'session=sess-1; other=1' -H 'x-csrf-token: csrf-1' --data-raw 'a=1'`,
    all,
  ],
  [
    'cURL with quotes that are escaped',
    `curl $'https://example.org/' -H $'cookie: session=it\\'s\\u0021' -H "x-csrf-token: say \\"hi\\""`,
    { session: "it's!", csrf: 'say "hi"' },
  ],
  [
    'cURL for cmd',
    'curl ^"https://example.org/^" ^\r\n  -H ^"cookie: session=sess-1; a=^%^41^" ^\r\n  -H ^"x-csrf-token: csrf-1^"',
    all,
  ],
  [
    'fetch',
    `fetch("https://example.org/", {\n  "headers": { "cookie": "session=sess-1", "x-csrf-token": "csrf-1" },\n  "method": "GET"\n});`,
    all,
  ],
  ['a Cookie header', 'Cookie: theme=dark; session=a%3Db=c/+"d"', session],
  ['only its value', 'theme=dark; session=a%3Db=c/+"d"', session],
  ['request headers', 'GET / HTTP/2\nHost: example.org\nCookie: session=sess-1\nX-CSRF-Token: csrf-1', all],
  [
    'request headers with pseudo headers',
    ':authority: example.org\n:path: /a:b\ncookie: session=sess-1\nx-csrf-token: csrf-1',
    all,
  ],
  ['headers with values on lines of their own', 'cookie:\nsession=sess-1\nx-csrf-token\ncsrf-1', all],
  [
    'rows of the cookie table',
    'session\tsess-1\texample.org\t/\t2027-01-01\t12\ntheme\tdark\texample.org',
    { session: 'sess-1' },
  ],
  [
    'cookies.txt',
    '# Netscape HTTP Cookie File\n.example.org\tTRUE\t/\tTRUE\t0\tsession\tsess-1\n#HttpOnly_.example.org\tTRUE\t/\tTRUE\t0\tother\tx',
    { session: 'sess-1' },
  ],
  [
    'JSON of an extension',
    '[{"name":"session","value":"sess-1","domain":"example.org"},{"name":"x","value":"y"}]',
    { session: 'sess-1' },
  ],
  ['JSON by name', '{"session":"sess-1","x-csrf-token":"csrf-1","device":"dev-1"}', { ...all, device: 'dev-1' }],
  ['JSON by field', '{"session":"sess-1","csrf":"csrf-1"}', all],
  ['JSON of Firefox', '{"Request Cookies":{"session":"sess-1"}}', { session: 'sess-1' }],
  ['nothing of it', 'Hello, what shall I paste?', {}],
  ['a command with nothing of it', "curl 'https://example.org/' -H 'accept: */*'", {}],
  ['broken JSON', '{"session": "sess', {}],
];

for (const [name, text, values] of pastes)
  test(`pasted: ${name}`, () => assert.deepEqual(valuesIn(text, fields), values));

test('the first source that has a value counts, and a request body is read', () => {
  const token: CookieField = {
    id: 'token',
    sources: [
      { type: 'cookie', name: 'd' },
      { type: 'request_body', name: 'token' },
      { type: 'special', name: 'found.token' },
    ],
  };
  assert.deepEqual(sourcesOf(token)[0], { place: 'cookie', name: 'd' });
  assert.deepEqual(valuesIn("curl 'https://x.org' --data-raw 'a=1&token=xoxc-1'", [token]), { token: 'xoxc-1' });
  assert.deepEqual(valuesIn(`curl 'https://x.org' --data-raw '{"token":"xoxc-2"}'`, [token]), { token: 'xoxc-2' });
  assert.deepEqual(valuesIn("curl 'https://x.org' -b 'd=1' --data-raw 'token=2'", [token]), { token: '1' });
  const whole: CookieField = { id: 'all', sources: [{ type: 'request_header', name: 'Cookie' }] };
  assert.deepEqual(valuesIn("curl 'https://x.org' -b 'd=1; e=2'", [whole]), { all: 'd=1; e=2' });
});

test('a field says what is wrong with its value, and only that', () => {
  const wrong: readonly (readonly [string, string])[] = [
    ['number', 'ten'],
    ['email', 'sam'],
    ['url', 'example'],
    ['domain', 'two words'],
    ['phone_number', 'home'],
    ['text', ' '],
  ];
  for (const [type, value] of wrong) assert.ok(complaint({ id: 'a', type }, value), `${type}: ${value}`);
  const right: readonly (readonly [string, string])[] = [
    ['number', '-1.5'],
    ['email', 'sam@example.org'],
    ['url', 'ircs://example.org'],
    ['domain', 'irc.example.org'],
    ['phone_number', '+44 (20) 7946-0000'],
    ['text', 'a'],
    ['unheard-of', 'a'],
  ];
  for (const [type, value] of right) assert.equal(complaint({ id: 'a', type }, value), undefined, `${type}: ${value}`);
  assert.equal(complaint({ id: 'a', type: 'number', optional: true }, ''), undefined);
  const select = { id: 'a', type: 'select', options: ['x', 'y'] };
  assert.ok(complaint(select, 'z'));
  assert.equal(complaint(select, 'y'), undefined);
  const cookie: CookieField = { id: 'a', pattern: '^xoxd-' };
  assert.ok(cookieComplaint(cookie, 'abc'));
  assert.ok(cookieComplaint(cookie, ''));
  assert.equal(cookieComplaint(cookie, 'xoxd-1'), undefined);
  assert.equal(cookieComplaint({ id: 'a', pattern: '(' }, 'anything'), undefined);
});

test('what stands in brackets behind a label explains it', () => {
  assert.deepEqual(splitLabel({ id: 'port', label: 'Port (empty: 6697)' }), { label: 'Port', hint: 'Empty: 6697' });
  assert.deepEqual(splitLabel({ id: 'nick', label: 'Nick' }), { label: 'Nick' });
  assert.deepEqual(splitLabel({ id: 'nick' }), { label: 'nick' });
});
