import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import fc from 'fast-check';
import { isSearchable, matchText } from '../src/inbox/search/match-text.ts';
import { periodOf } from '../src/inbox/search/period.ts';
import { parseQuery, type Term } from '../src/inbox/search/query-text.ts';

/** Only what was read out of it. */
const read = (text: string) =>
  Object.fromEntries(
    Object.entries(parseQuery(text)).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );
const shown = (terms: readonly Term[]) => terms.map(({ text, isPrefix }) => (isPrefix ? `${text}…` : text));
const words = (text: string) => shown(parseQuery(text).wanted);
const unwanted = (text: string) => shown(parseQuery(text).unwanted);

test('words, phrases, beginnings and exclusions', () => {
  assert.deepEqual(words('  red  fox '), ['red', 'fox']);
  assert.deepEqual(words('"red fox" runs'), ['red fox', 'runs']);
  assert.deepEqual(words('“red fox” «ran off»'), ['red fox', 'ran off']);
  assert.deepEqual(words('be* "red f"* **'), ['be…', 'red f…']);
  assert.deepEqual(words('red -fox -"in the box" -be* well-known'), ['red', 'well-known']);
  assert.deepEqual(unwanted('red -fox -"in the box" -be* well-known'), ['fox', 'in the box', 'be…']);
});

test('operators', () => {
  assert.deepEqual(read('from:me FROM:"Ann Lee" in:general in:"The Team" network:IRC'), {
    from: ['me', 'Ann Lee'],
    inChats: ['general', 'The Team'],
    networks: ['IRC'],
  });
  assert.deepEqual(read('has:image has:links has:attachment'), { has: ['image', 'link', 'attachment'] });
  assert.deepEqual(read('before:2024-05-17 after:2024'), {
    before: Date.UTC(2024, 4, 17),
    since: Date.UTC(2025, 0, 1),
  });
  assert.deepEqual(read('before:2024-05 before:2023 after:2022-01-31T12:00:00+01:00'), {
    before: Date.UTC(2023, 0, 1),
    since: Date.UTC(2022, 0, 31, 11) + 1,
  });
});

test('what is no operator is words: unknown names and values, no value, names that objects have', () => {
  const odd = [
    'subject:hello',
    'has:wings',
    'before:yesterday',
    'after:2024-13-01',
    'from:',
    'https://example.org',
    'constructor:x',
  ];
  for (const text of odd) assert.deepEqual(read(text), { wanted: [{ text, isPrefix: false }] }, text);
  assert.deepEqual(unwanted('-in:general'), ['in:general']);
});

test('behind a minus senders and holdings are refused', () => {
  assert.deepEqual(read('-from:me -from:"Ann Lee" -has:images'), { notFrom: ['me', 'Ann Lee'], hasNot: ['image'] });
  assert.deepEqual(unwanted('-has:wings'), ['has:wings']);
});

test('broken quotation marks mean nothing', () => {
  assert.deepEqual(words('"red fox'), ['red', 'fox']);
  assert.deepEqual(words('a 5" screen'), ['a', '5', 'screen']);
  assert.deepEqual(words('"" red"fox " - *'), ['red fox', '-']);
  assert.deepEqual(read('from:"Ann'), { from: ['Ann'] });
});

test('dates', () => {
  assert.deepEqual(periodOf('2024-02'), { start: Date.UTC(2024, 1, 1), end: Date.UTC(2024, 2, 1) });
  assert.deepEqual(periodOf('2024-12-31'), { start: Date.UTC(2024, 11, 31), end: Date.UTC(2025, 0, 1) });
  assert.deepEqual(periodOf('2024-05-17t08:30z'), {
    start: Date.UTC(2024, 4, 17, 8, 30),
    end: Date.UTC(2024, 4, 17, 8, 30) + 1,
  });
  for (const text of ['2024-02-30', '2024-00', '24', '2024-5-1', '2024-05-17T25:00', 'now', ''])
    assert.equal(periodOf(text), undefined, text);
});

test('words without a letter are not looked for', () => {
  const terms = parseQuery('!!! red … 7 🎉').wanted.filter(isSearchable);
  assert.deepEqual(shown(terms), ['red', '7', '🎉']);
  assert.equal(
    matchText({ wanted: parseQuery('?!').wanted, unwanted: [], marks: [], unwantedMarks: ['c1'] }),
    undefined,
  );
});

test('nothing that somebody types is ever part of the query language', () => {
  const index = new DatabaseSync(':memory:');
  index.exec(`create virtual table message_index using fts5(words, marks, tokenize = 'unicode61 remove_diacritics 2');
    insert into message_index values ('open words', 'secret')`);
  const find = index.prepare('select count(*) as count from message_index where message_index match ?');
  const bits = fc.constantFrom(
    '"',
    '""',
    '*',
    '-',
    ':',
    '(',
    ')',
    'AND',
    'OR',
    'NOT',
    'NEAR(',
    '^',
    '+',
    '{',
    '}',
    'marks',
    ' ',
    '\\',
    '\0',
    "'",
    'words',
    'x',
    'é',
    '界',
    '%',
    ';--',
  );
  const typed = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(bits, { maxLength: 30 }).map((some) => some.join('')),
  );
  fc.assert(
    fc.property(typed, (text) => {
      const { wanted, unwanted } = parseQuery(text);
      const match = matchText({ wanted, unwanted, marks: [], unwantedMarks: [] });
      if (match !== undefined) find.get(match);
    }),
    { numRuns: 3_000 },
  );
  for (const attack of [
    'marks:secret',
    'marks : secret',
    '" OR marks : "secret',
    'zzz" OR "open',
    '{marks} : secret',
    'secret',
  ]) {
    const { wanted, unwanted } = parseQuery(attack);
    const match = matchText({ wanted, unwanted, marks: [], unwantedMarks: [] });
    assert.equal(find.get(match ?? '')?.['count'], 0, attack);
  }
  index.close();
});

test('a quotation mark inside a term stays inside it', () => {
  const wanted = [{ text: 'x" OR marks : "secret', isPrefix: false }];
  const marks = [['a" OR "b']];
  assert.equal(
    matchText({ wanted, unwanted: [], marks, unwantedMarks: [] }),
    'words : "x"" OR marks : ""secret" AND marks : ("a"" OR ""b")',
  );
});

test('as many words as a query can have', () => {
  const index = new DatabaseSync(':memory:');
  index.exec(`create virtual table message_index using fts5(words, marks)`);
  const { wanted, unwanted } = parseQuery(`${'a '.repeat(300)}${'-b '.repeat(200)}`);
  const marks = [Array.from({ length: 400 }, (_, number) => `c${number}`)];
  const match = matchText({ wanted, unwanted, marks, unwantedMarks: [] });
  assert.equal(
    index.prepare('select count(*) as count from message_index where message_index match ?').get(match ?? '')?.[
      'count'
    ],
    0,
  );
  index.close();
});
