/** Property-based tests of every route by schemathesis, which knows nothing of Partyline but `/v1/spec`. */

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Partyline } from '@partyline/client';
import { run } from './support/program.ts';
import { requirePython, schemathesis } from './support/python.ts';
import { addSandboxAccount, sandboxBridge } from './support/sandbox.ts';
import { startInProcess, TOKEN } from './support/server.ts';
import { Document } from './wire/document.ts';
import { Things } from './wire/things.ts';

/** Time for the whole run: a fast machine tries more. Give `SCHEMATHESIS_SECONDS` and `SCHEMATHESIS_SEED` to look further. */
const seconds = Number(process.env['SCHEMATHESIS_SECONDS'] ?? 60);

/** Calls that delete a chat have others than the standing one. */
const chatsToDelete = 'chatToDelete';

const inboxIDs = ['chatID', 'messageID', 'reactionKey', 'labelID', 'pendingMessageID', 'webhookID', 'deadLetterID'];

describe('schemathesis', { skip: requirePython() }, () => {
  it('finds no answer that /v1/spec does not declare, and no failure of the server', async (t) => {
    const server = await startInProcess('--sandbox');
    t.after(() => server.end());
    const accounts = [];
    for (const name of ['ada', 'ben', 'cleo', 'dora', 'emil']) accounts.push(await addSandboxAccount(server.url, name));
    const { standing } = await Things.make(server.url, server.dataDir);
    const document = new Document(await (await fetch(`${server.url}/v1/spec`)).text());
    const config = join(server.dataDir, 'schemathesis.toml');
    await writeFile(
      config,
      configuration(document, {
        accountID: accounts.map((account) => account.accountID),
        loginID: accounts.map((account) => account.loginID ?? ''),
        // Logins on any other bridge would call servers of the internet.
        bridgeID: [sandboxBridge],
        ...Object.fromEntries(inboxIDs.map((name) => [name, [decodeURIComponent(standing[name] ?? '')]])),
        [chatsToDelete]: await groups(server.url, standing['accountID'] ?? '', 10),
      }),
    );
    const args = [
      `--config-file=${config}`,
      'run',
      `${server.url}/v1/spec`,
      `--header=Authorization:Bearer ${TOKEN}`,
      `--max-time=${seconds}`,
      // Limits of some calls in minutes stand before them, and half of them are for browsers.
      '--exclude-tag=OAuth',
      '--continue-on-failure',
      '--workers=1',
      `--seed=${process.env['SCHEMATHESIS_SEED'] ?? 1}`,
      '--request-timeout=30',
      '--generation-database=none',
      '--no-color',
      '--warnings=off',
    ];
    // It leaves what it found in the folder where it runs.
    const { code, stdout, stderr } = await run(schemathesis, args, {
      cwd: server.dataDir,
      limitMs: (seconds + 120) * 1_000,
    });
    assert.equal(code, 0, `${stdout.slice(-60_000)}\n${stderr}`);
    t.diagnostic(stdout.trim().split('\n').slice(-8).join(' '));
  });
});

/** @returns IDs of new groups */
async function groups(baseURL: string, accountID: string, count: number): Promise<string[]> {
  const client = new Partyline({ accessToken: TOKEN, baseURL });
  const group = (title: string) =>
    client.chats.create({ accountID, type: 'group', participantIDs: ['silent'], title: `Group ${title}` });
  return Promise.all(Array.from({ length: count }, async (_, index) => (await group(String(index))).id));
}

/** All checks but those that do not fit. The IDs are of things that are there, for most of the calls; the others get generated ones. */
function configuration(document: Document, known: Readonly<Record<string, readonly string[]>>): string {
  const names = Object.keys(known);
  return [
    // What fits the schema may still name nothing, or come at the wrong moment.
    '[checks]\npositive_data_acceptance.enabled = false',
    // Too much is refused before it is read, and what is gone before what was asked of it.
    'negative_data_rejection.expected-statuses = [400, 401, 403, 404, 409, 413, 415, 422, 431]',
    ...names.map((name) => `[dictionaries.${name}]\nvalues = ${JSON.stringify(known[name])}`),
    '[parameters]',
    ...names.map((name) => `"path.${name}" = ${some(name)}`),
    // Else all that is asked of the one chat with something in it afterwards would not find it.
    `[[operations]]\ninclude-operation-id = "chats.delete"\n[operations.parameters]\n"path.chatID" = ${some(chatsToDelete)}`,
    // A login session that was ended can be looked at for some time yet (contract 3.3).
    without('use_after_free', 'bridges.loginSessions.retrieve'),
    ...takesEmptyFields(document).map((id) => without('negative_data_rejection', id)),
    ...alsoWithParameter.map((id) => without('allow_header_conformance', id)),
  ].join('\n');
}

/**
 * Operations that take what their schema refuses. An empty optional query field means the default (contract 1.3), which OpenAPI cannot say of a number
 * or a text with a minimum length; and every field of a form is text: the word "null" is as good a file name as any. The wire tests look at these
 * fields one by one.
 */
const takesEmptyFields = ({ routes }: Document): readonly string[] =>
  routes
    .filter(
      ({ takesForm, parameters }) =>
        takesForm || parameters.some(({ in: place, required }) => place === 'query' && !required),
    )
    .map(({ id }) => id);

/** Their addresses are also addresses of `/v1/chats/{chatID}`, whose methods are there too: they find no chat of that name. */
const alsoWithParameter = ['chats.search', 'chats.start'];

/** One that is there, for most of the calls. */
const some = (dictionary: string) => `{ dictionary = "${dictionary}", probability = 0.8 }`;

const without = (check: string, id: string) =>
  `[[operations]]\ninclude-operation-id = "${id}"\nchecks.${check}.enabled = false`;
