import assert from 'node:assert/strict';
import { test } from 'node:test';
import { folderName, mediaName, shortID } from '../src/export/file-names.ts';

const id = '!abc:local-irc.localhost';
const short = shortID(id);

const hostile: Readonly<Record<string, string>> = {
  Family: `Family ${short}`,
  '../../x': `x ${short}`,
  'a/b\\c:d*e?"f<g>h|i': `a-b-c-d-e-f-g-h-i ${short}`,
  CON: `_CON ${short}`,
  'nul.tar.gz': `_nul.tar.gz ${short}`,
  'COM1 ': `_COM1 ${short}`,
  Concert: `Concert ${short}`,
  '': `chat ${short}`,
  '...': `chat ${short}`,
  ' .hidden': `hidden ${short}`,
  '-rf ~': `rf ~ ${short}`,
  'dots...': `dots ${short}`,
  'a\u0000b\u001b[31m\nc': `a b [31m c ${short}`,
  '\u202egnp.exe\u2066': `gnp.exe ${short}`,
  '\ud800lone': `lone ${short}`,
  'דני ומשפחה': `דני ומשפחה ${short}`,
};

for (const [title, expected] of Object.entries(hostile)) {
  test(`a chat called ${JSON.stringify(title)} gets a harmless folder`, () => {
    assert.equal(folderName(title, id), expected);
  });
}

test('names fit on every file system, and are cut at whole characters', () => {
  for (const title of ['x'.repeat(300), '名前'.repeat(200), '👨‍👩‍👧‍👦'.repeat(50)]) {
    const name = folderName(title, id);
    assert.ok(Buffer.byteLength(name) <= 100, name);
    assert.ok(name.isWellFormed() && !name.includes('\ufffd'));
    assert.ok(title.startsWith(name.slice(0, name.lastIndexOf(' ')).trim()));
  }
});

test('the same title of two chats makes two folders, also where case makes no difference', () => {
  const names = new Set(
    Array.from({ length: 5_000 }, (_, index) => folderName('Family', `!chat${index}`).toLowerCase()),
  );
  assert.equal(names.size, 5_000);
});

test('a file keeps its name and a sound extension', () => {
  const url = 'mxc://partyline/x';
  assert.equal(mediaName('Holiday.JPG', 'picture', url, 'png'), `Holiday ${shortID(url)}.jpg`);
  assert.equal(mediaName('../../evil.png', 'picture', url, 'png'), `evil ${shortID(url)}.png`);
  assert.equal(mediaName(undefined, 'audio', url, 'ogg'), `audio ${shortID(url)}.ogg`);
  assert.equal(mediaName('no extension', 'file', url, 'pdf'), `no extension ${shortID(url)}.pdf`);
  assert.equal(mediaName('odd.e x e', 'file', url, 'bin'), `odd.e x e ${shortID(url)}.bin`);
});
