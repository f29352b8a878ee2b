/** Addresses that lead to nothing, and methods that an address does not know. */

import assert from 'node:assert/strict';
import type { Reply } from '../support/http.ts';
import type { Claim } from './claim.ts';
import type { Parameter, Route } from './document.ts';
import { address, authorized, type Call, type Wire } from './wire.ts';

/** A reaction is taken back whether it is there or not: asked for twice, it is gone all the same. */
const pathParameters = (route: Route) =>
  route.parameters.filter((parameter) => parameter.in === 'path' && parameter.name !== 'reactionKey');
const hasPathParameters = (route: Route) => pathParameters(route).length > 0;

/** Those that name an address: RFC 9110, RFC 5789, and QUERY, which is younger. */
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY'];

/** One segment of a path, as it goes over the wire. */
const oddSegments = {
  'an encoded slash': 'a%2Fb',
  'no percent-encoding at all': '%zz',
  'a lone percent sign': '%',
  'an encoded percent sign': '%25',
  'half a character': '%F0%9F',
  'an emoji': '%F0%9F%A6%91',
  'a space': 'two%20words',
  'a zero byte': '%00',
  'a line break': '%0D%0A',
  'dots and a slash': '..%2F..%2Fetc',
  'a name that objects have': 'constructor',
  'the prototype': '__proto__',
  'a Matrix ID, raw': '!room:example.org',
  'very much': 'x'.repeat(5_000),
} as const;

function assertNotFound(reply: Reply): void {
  assert.equal(reply.status, 404, reply.text);
  // The official command line tells "no such thing" from other failures by this (contract 1.6).
  assert.match(JSON.parse(reply.text).message, /not found/i);
}

/** An ID that cannot be one may be refused as such, where the document says what one looks like. */
function assertNotFoundOrRefused(reply: Reply, { name, schema }: Parameter): void {
  const refused = reply.status === 422 && schema['pattern'] !== undefined;
  if (refused) assert.deepEqual(JSON.parse(reply.text).details.issues[0].path, ['params', name]);
  else assertNotFound(reply);
}

/** Whether requests to one address can reach the other: `/v1/chats/{chatID}` takes in `/v1/chats/search`. */
function covers(path: string, other: string): boolean {
  const [segments, others] = [path.split('/'), other.split('/')];
  const fit = segments.every((segment, index) => segment === others[index] || segment.startsWith('{'));
  return fit && segments.length === others.length;
}

const instead = (wire: Wire, route: Route, ids: Call['params']): Call => {
  const standing = wire.standing(route);
  return { ...standing, params: { ...standing.params, ...ids } };
};

export const places: readonly Claim[] = [
  {
    name: 'does not find an unknown ID',
    concerns: hasPathParameters,
    async prove(wire, route) {
      for (const { name } of pathParameters(route)) {
        assertNotFound(await wire.call(route, instead(wire, route, { [name]: 'unknown' })));
      }
    },
  },
  {
    name: 'does not find what belongs to another bridge',
    concerns: (route) => pathParameters(route).length > 1 && route.path.includes('{bridgeID}'),
    async prove(wire, route) {
      assertNotFound(await wire.call(route, instead(wire, route, { bridgeID: 'local-irc' })));
    },
  },
  {
    name: 'does not find what belongs to another chat',
    concerns: (route) => route.path.includes('{messageID}'),
    async prove(wire, route) {
      assertNotFound(await wire.call(route, instead(wire, route, { chatID: wire.otherChatID })));
    },
  },
  ...Object.entries(oddSegments).map(
    ([what, segment]): Claim => ({
      name: `does not find ${what}`,
      concerns: hasPathParameters,
      async prove(wire, route) {
        for (const parameter of pathParameters(route)) {
          const reply = await wire.call(route, instead(wire, route, { [parameter.name]: segment }));
          assertNotFoundOrRefused(reply, parameter);
        }
      },
    }),
  ),
  {
    name: 'takes back reactions that nobody can have made',
    concerns: (route) => route.path.includes('{reactionKey}'),
    async prove(wire, route) {
      for (const reactionKey of Object.values(oddSegments)) {
        const reply = await wire.call(route, instead(wire, route, { reactionKey }));
        assert.ok([200, 400, 404, 422].includes(reply.status), `${reactionKey.slice(0, 50)}: ${reply.text}`);
      }
    },
  },
  {
    name: 'does not find what is above or below it',
    async prove(wire, route) {
      const path = address(route, wire.standing(route)).split('?')[0] ?? '';
      for (const other of [`${path}/below/it`, `/above${path}`, `/${path}`, path.toUpperCase()]) {
        assertNotFound(await wire.send({ method: route.method, path: other, headers: authorized }));
      }
    },
  },
  {
    name: 'names the methods it knows',
    async prove(wire, route) {
      const methodsOf = (isMeant: (path: string) => boolean) => {
        const found = wire.document.routes.filter(({ path }) => isMeant(path)).map(({ method }) => method);
        // HEAD comes with GET (RFC 9110, 9.3.2).
        return found.includes('GET') ? [...found, 'HEAD'] : found;
      };
      const known = methodsOf((path) => path === route.path);
      // Where an address with a name is one with `{…}` in the place of the name as well, other methods do not find it.
      const covered = methodsOf((path) => covers(path, route.path));
      const others = methods.filter((method) => !covered.includes(method));
      // Not even such a body matters.
      const [body, form] = [Buffer.from('a=b'), { 'content-type': 'application/x-www-form-urlencoded' }];
      const wrong: string[] = [];
      for (const method of others) {
        const reply = await wire.call(route, { params: wire.standing(route).params, body }, { method, headers: form });
        const allowed = (reply.headers.allow ?? '').split(', ');
        if (reply.status !== 405 || known.toSorted().join() !== allowed.toSorted().join())
          wrong.push(`${method}: ${reply.status}`);
      }
      assert.deepEqual(wrong, []);
    },
  },
];
