/** A real server with an account of the sandbox network, for tests of the command line. */

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Partyline } from '@partyline/client';
import { freePort } from '../../../test/support/free-ports.ts';
import { run } from './run.ts';
import { type Served, serve } from './served.ts';

/** What a test, or all of a file, is ended with. */
export interface Scope {
  after(tidyUp: () => Promise<unknown> | undefined): void;
}

export interface Sandboxed {
  readonly dataDir: string;
  readonly url: string;
  readonly token: string;
  readonly client: Partyline;
  readonly accountID: string;
  /** The server as it runs now. */
  server: Served;
  /** Ends it in some way, and starts it on the same port. */
  restart(signal?: NodeJS.Signals): Promise<void>;
  /** A command for the sandbox network (connectors/sandbox/README.md). */
  command(command: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>>;
  /** The chat with a contact. */
  chatWith(contact: string): Promise<string>;
  /** What a contact got, oldest first. */
  received(chat: string): Promise<string[]>;
}

export async function startSandboxed(scope: Scope): Promise<Sandboxed> {
  const dataDir = await mkdtemp(join(tmpdir(), 'partyline-cli-'));
  const sandbox = JSON.stringify({ replyMs: 10, stateFile: join(dataDir, 'sandbox.jsonl') });
  const flags = ['--sandbox', '--data-dir', dataDir, '--log-level', 'silent'];
  // One that stays free while the server is started again.
  const server = await serve([`--port=${await freePort()}`, ...flags], { PARTYLINE_SANDBOX_CONFIG: sandbox });
  const { url, token } = server;
  const client = new Partyline({ accessToken: token, baseURL: url });
  const added = await run([
    'accounts',
    'add',
    'sandbox',
    '--set',
    'username=ada',
    '--set',
    'password=any',
    '--json',
    '--data-dir',
    dataDir,
  ]);
  assert.equal(added.code, 0, added.stdout);
  const [account] = await client.accounts.list();
  assert.ok(account !== undefined);
  const { accountID } = account;
  const untilConnected = async () => {
    let cursor = (await client.events.list()).cursor;
    while ((await client.accounts.retrieve(accountID)).status !== 'connected')
      ({ cursor } = await client.events.list({ since: cursor, wait: 5, types: ['account.upserted'] }));
  };
  const sandboxed: Sandboxed = {
    dataDir,
    url,
    token,
    client,
    accountID,
    server,
    async restart(signal = 'SIGKILL') {
      await sandboxed.server.stop(signal);
      sandboxed.server = await serve([`--port=${new URL(url).port}`, ...flags], { PARTYLINE_SANDBOX_CONFIG: sandbox });
      await untilConnected();
    },
    async command(command) {
      const response = await fetch(`${url}/v1/accounts/${accountID}/sandbox`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(command),
      });
      const text = await response.text();
      assert.equal(response.status, 200, text);
      return JSON.parse(text);
    },
    chatWith: async (contact) => (await client.chats.start({ accountID, user: { id: contact } })).chatID,
    async received(chat) {
      const { messages } = await sandboxed.command({ received: { chat } });
      assert.ok(Array.isArray(messages));
      return messages.map(({ text }: { text: string }) => text);
    },
  };
  scope.after(async () => {
    await sandboxed.server.stop('SIGKILL');
    await rm(dataDir, { recursive: true, force: true });
  });
  return sandboxed;
}
