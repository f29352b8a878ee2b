import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAddress } from '../src/address.ts';

test('a server is understood in every way people write it', () => {
  const plain = { server: 'irc.example.org', secure: false };
  assert.deepEqual(readAddress('irc.example.org'), plain);
  assert.deepEqual(readAddress('IRC.Example.org:6690'), { ...plain, port: '6690' });
  assert.deepEqual(readAddress('192.0.2.1:6667'), { server: '192.0.2.1', secure: false, port: '6667' });
  for (const v6 of ['2001:DB8::1', '[2001:db8::1]']) {
    assert.deepEqual(readAddress(v6), { server: '2001:db8::1', secure: false });
  }
  assert.deepEqual(readAddress('[::1]:6697'), { server: '::1', secure: false, port: '6697' });
  assert.deepEqual(readAddress('irc://irc.example.org'), plain);
  assert.deepEqual(readAddress('IRC://irc.example.org/'), plain);
  assert.deepEqual(readAddress('ircs://irc.example.org:7000'), { ...plain, secure: true, port: '7000' });
  assert.deepEqual(readAddress('ircs://[::1]:7000/'), { server: '::1', secure: true, port: '7000' });
  for (const path of ['lobby', '#lobby', '%23lobby', 'lobby,needkey', '#lobby?key']) {
    assert.deepEqual(readAddress(`irc://irc.example.org/${path}`), { ...plain, channel: '#lobby' }, path);
  }
  assert.deepEqual(readAddress('irc://irc.example.org/anna,isnick'), plain);
});

test('what is no server is not taken for one', () => {
  const wrong = ['', 'two words', 'https://irc.example.org', 'irc.example.org/lobby', 'a,b', 'anna@irc.example.org'];
  const oddPorts = ['irc.example.org:', 'irc.example.org:abc', 'a:b:c', '[irc.example.org]:6667', '[::1', 'irc://'];
  for (const text of [...wrong, ...oddPorts]) assert.equal(readAddress(text), undefined, text);
});
