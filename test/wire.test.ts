/** Walks every route of `/v1/spec` on a live server (contract 8 of the design: the wire is the contract). */

import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { access } from './wire/access.ts';
import { bodies } from './wire/bodies.ts';
import { fields } from './wire/fields.ts';
import { places } from './wire/places.ts';
import { Wire } from './wire/wire.ts';

const wire = await Wire.open();
after(() => wire.end());

describe('the document at /v1/spec', () => {
  it('is valid OpenAPI 3.1', async () => {
    const { text } = await wire.send({ method: 'GET', path: '/v1/spec' });
    const validator = new Validator();
    const { valid, errors } = await validator.validate(JSON.parse(text));
    assert.equal(valid, true, JSON.stringify(errors, undefined, 2));
    assert.equal(validator.version, '3.1');
  });

  it('needs no token, and does not mind a wrong one', async () => {
    const reply = await wire.send({ method: 'GET', path: '/v1/spec', headers: { authorization: 'Bearer wrong' } });
    assert.equal(reply.status, 200);
  });

  it('names each operation once', () => {
    const ids = wire.document.routes.map((route) => route.id);
    assert.equal(new Set(ids).size, ids.length);
    assert.notEqual(ids.length, 0);
  });
});

for (const path of [
  '/v1/spec',
  '/docs',
  '/health/live',
  '/health/ready',
  '/metrics',
  '/v1/accounts',
  '/v1/bridges/x',
]) {
  it(`${path} refuses methods it does not know, also uncommon ones`, async () => {
    for (const method of ['POST', 'DELETE', 'PROPFIND', 'PURGE']) {
      const reply = await wire.send({ method, path: `${path}?x=1` });
      assert.deepEqual([reply.status, reply.headers['allow']], [405, 'GET, HEAD'], `${method} ${path}`);
    }
  });
}

/** What was to see at the end of the last claim; undefined when it may have changed. */
let state: string | undefined;

for (const route of wire.document.routes) {
  describe(`${route.method} ${route.path}`, () => {
    for (const claim of [...access, ...places, ...bodies, ...fields]) {
      if (claim.concerns?.(route) === false) continue;
      it(claim.name, async () => {
        const before = state ?? (await wire.state());
        state = undefined;
        await claim.prove(wire, route);
        if (claim.changes === true) return;
        state = await wire.state();
        assert.equal(state, before, 'something changed');
      });
    }
  });
}
