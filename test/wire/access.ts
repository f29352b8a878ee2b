/** Who may call, from where, and under which name. */

import assert from 'node:assert/strict';
import type { Reply } from '../support/http.ts';
import { type Claim, canSucceed } from './claim.ts';
import type { Route } from './document.ts';

const needsToken = (route: Route) => route.scope !== 'public';
const strangers = ['wrong-token', 'ply_wrong', 'x'.repeat(5_000)];

/** Contract 1.6, as observed. */
function assertUnauthorized(reply: Reply): void {
  assert.equal(reply.status, 401);
  assert.match(reply.headers['www-authenticate'] ?? '', /^Bearer /);
  assert.deepEqual(JSON.parse(reply.text), { message: 'Unauthorized: Invalid or missing token', code: 'unauthorized' });
}

function assertRefused(reply: Reply, status: number, code: string): void {
  assert.equal(reply.status, status);
  assert.equal(JSON.parse(reply.text).code, code);
}

export const access: readonly Claim[] = [
  {
    name: 'wants a token',
    concerns: needsToken,
    async prove(wire, route) {
      assertUnauthorized(await wire.call(route, wire.standing(route), { token: null }));
    },
  },
  {
    name: 'knows no other token',
    concerns: needsToken,
    async prove(wire, route) {
      for (const token of strangers) assertUnauthorized(await wire.call(route, wire.standing(route), { token }));
      for (const authorization of ['Bearer', 'Bearer ', 'Basic YTpi', 'nonsense', '', 'Bearer a b']) {
        const details = { token: null, headers: { authorization } };
        assertUnauthorized(await wire.call(route, wire.standing(route), details));
      }
    },
  },
  {
    name: 'says that a token expired',
    concerns: needsToken,
    async prove(wire, route) {
      const reply = await wire.call(route, wire.standing(route), { token: wire.tokens.expired });
      assert.equal(reply.status, 401);
      assert.match(reply.headers['www-authenticate'] ?? '', /^Bearer .*error="invalid_token"/);
      assert.equal(JSON.parse(reply.text).message, 'Token expired');
    },
  },
  {
    name: 'looks at the token before the body',
    concerns: (route) => needsToken(route) && route.body !== undefined,
    async prove(wire, route) {
      const input = { ...wire.standing(route), body: Buffer.from('{') };
      assertUnauthorized(await wire.call(route, input, { token: null }));
    },
  },
  {
    name: 'needs no token, and does not mind a wrong one',
    concerns: (route) => !needsToken(route) && canSucceed(route),
    async prove(wire, route) {
      for (const token of [null, wire.tokens.expired, ...strangers]) {
        assert.equal((await wire.call(route, wire.standing(route), { token })).status, route.successStatus);
      }
    },
  },
  {
    name: 'lets a read-only token read only',
    concerns: (route) => needsToken(route) && !route.upgrades,
    async prove(wire, route) {
      const reply = await wire.call(route, wire.standing(route), { token: wire.tokens.readOnly });
      if (route.scope === 'read') return assert.equal(reply.status, canSucceed(route) ? route.successStatus : 404);
      assertRefused(reply, 403, 'FORBIDDEN');
      assert.match(reply.headers['www-authenticate'] ?? '', /error="insufficient_scope", scope="write"/);
    },
  },
  {
    name: 'answers to no foreign host name',
    async prove(wire, route) {
      for (const host of [
        'evil.example',
        'localhost.evil.example:23373',
        'localhost@evil.example',
        '127.0.0.1.evil.example',
      ]) {
        const reply = await wire.call(route, wire.standing(route), { headers: { host } });
        assertRefused(reply, 403, 'HOST_NOT_ALLOWED');
      }
    },
  },
  {
    name: 'answers to pages of this machine and to no others',
    async prove(wire, route) {
      for (const origin of ['https://evil.example', 'http://localhost.evil.example', 'null', 'file://']) {
        const reply = await wire.call(route, wire.standing(route), { headers: { origin } });
        assertRefused(reply, 403, 'ORIGIN_NOT_ALLOWED');
        assert.equal(reply.headers['access-control-allow-origin'], undefined);
      }
      const origin = 'http://localhost:5173';
      const asked = { origin, 'access-control-request-method': route.method };
      const preflight = await wire.call(route, wire.standing(route), {
        method: 'OPTIONS',
        token: null,
        headers: asked,
      });
      assert.equal(preflight.status, 204);
      assert.equal(preflight.headers['access-control-allow-origin'], origin);
      assert.match(preflight.headers['access-control-allow-methods'] ?? '', new RegExp(`\\b${route.method}\\b`));
      const foreign = { ...asked, origin: 'https://evil.example' };
      const refused = await wire.call(route, wire.standing(route), {
        method: 'OPTIONS',
        token: null,
        headers: foreign,
      });
      assertRefused(refused, 403, 'ORIGIN_NOT_ALLOWED');
    },
  },
];
