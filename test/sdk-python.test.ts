/** The official Python SDK, and the example of the reference page, against a live server. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { startAtDefaultPort } from './support/default-port.ts';
import { run } from './support/program.ts';
import { python, requirePython } from './support/python.ts';
import { addSandboxAccount } from './support/sandbox.ts';
import { repository, startInProcess, TOKEN } from './support/server.ts';
import { Document, type Route } from './wire/document.ts';

const program = (name: string) => join(repository, 'test', 'python', name);

/** What Partyline has beyond the official API. */
const additive =
  /^(?:accounts\.(?:update|delete|reconnect)|labels\.(?:create|update|delete)|chats\.(?:delete|labels\..*|typing)|messages\.reactions\.deleteByKey|accounts\.imports\.create|(?:outbox|events|sandbox|webhooks|tokens|approvals|audit)\..*)$/;

describe('beeper-desktop-api 6.0.0', { skip: requirePython() }, () => {
  it('takes every answer of every operation, with strict response validation', async (t) => {
    const server = await startInProcess('--sandbox');
    t.after(() => server.end());
    const document = new Document(await (await fetch(`${server.url}/v1/spec`)).text());
    const env = { BEEPER_BASE_URL: server.url, BEEPER_ACCESS_TOKEN: TOKEN, PYTHONDONTWRITEBYTECODE: '1' };
    const { code, stdout, stderr } = await run(python, [program('every_operation.py')], { env });
    assert.equal(code, 0, `${stdout}\n${stderr}`);
    const called = stdout.trim().split('\n');
    const reached = new Set(called.map((line) => routeOf(document, line)?.id));
    const missed = document.routes.filter(({ id }) => !additive.test(id) && !reached.has(id)).map(({ id }) => id);
    assert.deepEqual(missed, [], 'operations that were not called');
  });
});

describe('the Python example of the reference', { skip: requirePython() }, () => {
  it('prints the accounts, at the default address', async (t) => {
    const { server, env } = await startAtDefaultPort(t);
    const { accountID } = await addSandboxAccount(server.url, 'example');
    const options = { env: { ...env, BEEPER_ACCESS_TOKEN: TOKEN } };
    const { code, stdout, stderr } = await run(python, [program('list_accounts.py')], options);
    assert.equal(code, 0, stderr);
    assert.match(stdout, new RegExp(`^\\[Account\\(account_id='${accountID}', .*status='connected'.*\\)\\]\\n$`));
  });
});

/** What "METHOD /path" is a call of: a path with a name goes before one with a parameter in its place. */
function routeOf({ routes }: Document, line: string): Route | undefined {
  const fitting = routes.filter(({ method, path }) => {
    return new RegExp(`^${method} ${path.replace(/\{\w+\}/g, '[^/]+')}$`).test(line);
  });
  return fitting.sort((one, other) => parametersIn(one.path) - parametersIn(other.path))[0];
}

const parametersIn = (path: string) => path.split('{').length;
