import assert from 'node:assert/strict';
import { test } from 'node:test';
import Partyline, * as sdk from '../src/index.ts';
import { failure, json, peer } from './peer.ts';

const classes: ReadonlyArray<[status: number, Class: typeof sdk.APIError]> = [
  [400, sdk.BadRequestError],
  [401, sdk.AuthenticationError],
  [403, sdk.PermissionDeniedError],
  [404, sdk.NotFoundError],
  [409, sdk.ConflictError],
  [422, sdk.UnprocessableEntityError],
  [429, sdk.RateLimitError],
  [500, sdk.InternalServerError],
  [503, sdk.InternalServerError],
  [418, sdk.APIError],
];
for (const [status, Class] of classes) {
  test(`${status} is ${Class.name}`, async (t) => {
    const { client } = await peer(t, [failure(status, { 'x-trace': 'abc' })]);
    const error: unknown = await client({ maxRetries: 0 })
      .accounts.list()
      .catch((thrown: unknown) => thrown);
    assert.ok(error instanceof Class);
    assert.equal(error.constructor, Class);
    assert.ok(error instanceof Partyline.APIError && error instanceof Partyline.PartylineError);
    assert.equal(error.name, Class.name);
    assert.equal(error.status, status);
    assert.equal(error.message, `${status} Answer ${status}`);
    assert.equal(error.code, 'SOME_CODE');
    assert.equal(error.headers?.get('x-trace'), 'abc');
    assert.deepEqual(error.error, { message: `Answer ${status}`, code: 'SOME_CODE' });
  });
}

test('details of a validation error are in the body', async (t) => {
  const details = { issues: [{ code: 'invalid_type', message: 'no', path: ['body', 'x'] }] };
  const { client } = await peer(t, [json(422, { message: 'Invalid request', code: 'VALIDATION_ERROR', details })]);
  await assert.rejects(client().accounts.list(), {
    error: { message: 'Invalid request', code: 'VALIDATION_ERROR', details },
  });
});

test('a body that is not the usual one is told as it is', async (t) => {
  const { client } = await peer(t, [
    (response) => response.writeHead(404).end('<h1>no such page</h1>'),
    (response) => response.writeHead(404).end(),
    json(404, { error: 'gone' }),
  ]);
  const { accounts } = client();
  await assert.rejects(accounts.list(), { message: '404 <h1>no such page</h1>', error: undefined, code: undefined });
  await assert.rejects(accounts.list(), { message: '404 status code (no body)' });
  await assert.rejects(accounts.list(), { message: '404 {"error":"gone"}', error: { error: 'gone' } });
});
