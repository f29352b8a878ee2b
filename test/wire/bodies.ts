/** Bodies that cannot be read. */

import assert from 'node:assert/strict';
import type { Claim } from './claim.ts';
import type { Route } from './document.ts';

const hasBody = (route: Route) => route.body !== undefined;

const malformed = {
  'half an object': '{"a":',
  'no JSON': 'a=b',
  'text after the object': '{}{}',
  'a comment': '{/* */}',
  'broken UTF-8 for a start': Buffer.from([0xff, 0xfe, 0x7b, 0x7d]),
} as const;

/** More than any operation takes. */
const tooLarge = 5 * 1024 * 1024;

export const bodies: readonly Claim[] = [
  {
    name: 'refuses what is not JSON',
    concerns: hasBody,
    async prove(wire, route) {
      for (const [what, text] of Object.entries(malformed)) {
        const reply = await wire.call(route, { ...wire.standing(route), body: Buffer.from(text) });
        assert.equal(reply.status, 400, what);
        const [issue] = JSON.parse(reply.text).details.issues;
        assert.deepEqual(issue.path, ['body'], what);
        assert.equal(typeof issue.message, 'string', what);
      }
    },
  },
  {
    name: 'refuses a body that is not an object',
    concerns: hasBody,
    async prove(wire, route) {
      for (const body of [null, true, 5, 'text', []]) {
        const reply = await wire.call(route, { ...wire.standing(route), body });
        assert.equal(reply.status, 422, `${JSON.stringify(body)}: ${reply.text}`);
        assert.deepEqual(JSON.parse(reply.text).details.issues[0].path, ['body']);
      }
    },
  },
  {
    name: 'refuses a body over the limit',
    concerns: hasBody,
    async prove(wire, route) {
      const body = Buffer.from(JSON.stringify({ filler: 'x'.repeat(tooLarge) }));
      const reply = await wire.call(route, { ...wire.standing(route), body });
      assert.equal(reply.status, 413);
    },
  },
  {
    name: 'refuses another content type',
    concerns: hasBody,
    async prove(wire, route) {
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data',
        'application/jsonx',
      ]) {
        const reply = await wire.call(route, wire.standing(route), { headers: { 'content-type': type } });
        assert.equal(reply.status, 415, type);
      }
    },
  },
];
