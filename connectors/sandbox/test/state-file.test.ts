import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { command, connected, message, sandbox, signedIn } from './house.ts';
import { temporaryFolder } from './temporary-folder.ts';

const timeout = 60_000;
const fixture = fileURLToPath(new URL('./fixtures/killed.ts', import.meta.url));

async function stateFile(t: TestContext): Promise<string> {
  return join(await temporaryFolder(t), 'state.jsonl');
}

/** Another process, as far as the network can tell. */
async function opened(path: string) {
  const connector = sandbox({ stateFile: path, seed: 'the same' });
  const login = await signedIn(connector);
  return { connector, ...(await connected(connector, login)) };
}

describe('state file', () => {
  it('survives kill -9: whose send resolved was received, and what was not acknowledged comes again', {
    timeout,
  }, async (t) => {
    const path = await stateFile(t);
    const child = spawn(process.execPath, [fixture, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    t.after(() => child.kill('SIGKILL'));
    let confirmed = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      confirmed = Number(line);
      if (confirmed === 50) child.kill('SIGKILL');
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    assert.equal(child.signalCode, 'SIGKILL');
    const { connector, house } = await opened(path);
    const { count, messages } = await command(connector, { received: { chat: 'silent', limit: 10_000 } });
    assert.ok(Array.isArray(messages));
    // The last one may have been taken without anybody having been told.
    assert.ok(count === confirmed || count === confirmed + 1, `${count} received, ${confirmed} confirmed`);
    assert.deepEqual(
      messages.map(({ text, attempts }) => [text, attempts]),
      messages.map((_, index) => [`number ${index + 1}`, 1]),
    );
    await house.receives(1);
    await command(connector, { say: { contact: 'echo', text: 'the end' } });
    assert.deepEqual(
      (await house.receives(2)).map(({ text }) => text),
      ['never acknowledged', 'the end'],
    );
  });

  it('has what was said when the command is answered', async (t) => {
    const path = await stateFile(t);
    const { connector } = await opened(path);
    for (let n = 1; n <= 20; n++) {
      await command(connector, { say: { contact: 'herald', text: `word ${n}.` } });
      assert.ok(readFileSync(path, 'utf8').includes(`word ${n}.`), `word ${n}`);
    }
  });

  it('keeps messages, changes and groups, knows a repeat, and gives no ID twice', async (t) => {
    const path = await stateFile(t);
    const first = await opened(path);
    const once = message('silent', 'once');
    const { id = '' } = await first.connection.send(once);
    const at = { account: 'sam', chatID: 'silent', messageID: id };
    await first.connection.edit?.({ ...at, transactionID: 't', text: 'changed' });
    const group = { account: 'sam', type: 'group', participantIDs: ['fan'], title: 'Kept' } as const;
    const made = await first.connection.createChat?.(group);
    await first.connection.close();
    const second = await opened(path);
    assert.equal((await second.connection.send(once)).id, id);
    await second.connection.send(message(made?.chat.id ?? '', 'to the group'));
    const { messages } = await command(second.connector, { received: { chat: 'silent' } });
    assert.ok(Array.isArray(messages));
    assert.deepEqual([messages.length, messages[0]?.text, messages[0]?.attempts], [1, 'changed', 2]);
    const ids = [id];
    for (let n = 0; n < 5; n++) ids.push((await second.connection.send(message('silent', 'next'))).id ?? '');
    assert.equal(new Set(ids).size, 6);
    await second.house.until(() => second.house.of('chat').length === 2);
    assert.deepEqual(
      second.house.of('chat').map(({ chat }) => chat.title),
      ['Lobby', 'Kept'],
    );
  });

  it('a line that a kill cut short is cut off', async (t) => {
    const path = await stateFile(t);
    const first = await opened(path);
    await first.connection.send(message('silent', 'whole ✓'));
    const before = await readFile(path, 'utf8');
    await appendFile(path, '{"kind":"rec');
    const second = await opened(path);
    assert.equal((await command(second.connector, { received: { chat: 'silent' } }))['count'], 1);
    await second.connection.send(message('silent', 'two'));
    const after = await readFile(path, 'utf8');
    assert.ok(after.startsWith(before));
    for (const line of after.trim().split('\n')) JSON.parse(line);
  });

  it('a file that is not a journal is said, and left as it is', async (t) => {
    const path = await stateFile(t);
    await writeFile(path, 'precious\n');
    await assert.rejects(opened(path), /state file .* is damaged\. Remove the file to begin anew\./);
    assert.equal(await readFile(path, 'utf8'), 'precious\n');
    await assert.rejects(opened(join(path, 'below')), /ENOTDIR/);
  });
});
