import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatTable } from '../src/table.ts';
import { cut, printable, widthOf, wrap } from '../src/text.ts';

test('printable takes out what could drive a terminal', () => {
  assert.equal(printable('a\x1b[31mb\x1b]8;;http://x\x07c\x07\r\n\u202ed\u0085e'), 'abc d e');
  assert.equal(printable('Zoë 🐙 名前'), 'Zoë 🐙 名前');
});

test('cut counts columns, not characters', () => {
  assert.equal(cut('abcdef', 6), 'abcdef');
  assert.equal(cut('abcdefg', 6), 'abcde…');
  assert.equal(cut('名前名前', 5), '名前…');
  assert.equal(cut('👩‍👩‍👧x', 2), '…');
});

test('wrap breaks at words and indents', () => {
  assert.equal(wrap('one two three four five', 24, '    '), '    one two three four\n    five');
});

const columns = [{ title: 'ID' }, { title: 'NAME', flexible: true }, { title: 'STATUS' }];

test('columns are as wide as what stands in them, wide characters counted twice', () => {
  const rows = [{ cells: ['1', '名前', 'ok'] }, { cells: ['22', 'x', 'ok'], below: '  why' }];
  assert.equal(formatTable(columns, rows, 80), 'ID  NAME  STATUS\n1   名前  ok\n22  x     ok\n  why');
});

test('a table fits the width by cutting flexible columns only', () => {
  const rows = [{ cells: ['an-id-that-must-stay-whole', 'a name that is rather long', 'connected'] }];
  const lines = formatTable(columns, rows, 50).split('\n');
  assert.ok(lines.every((line) => widthOf(line) <= 50));
  assert.match(lines[1] ?? '', /^an-id-that-must-stay-whole {2}a name.*… {2}connected$/);
  assert.match(formatTable(columns, rows, 20), /an-id-that-must-stay-whole {2}a name … {2}connected/);
});
