/** Fields with values that do not fit, and fields that nobody asked for. */

import assert from 'node:assert/strict';
import type { Reply } from '../support/http.ts';
import { type Claim, canSucceed } from './claim.ts';
import { propertiesOf, type Route, requiredOf } from './document.ts';
import { unfitting, unfittingText } from './values.ts';

const queryOf = (route: Route) => route.parameters.filter((parameter) => parameter.in === 'query');
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** @param place the part of the request and the field: `['body', 'scope']` */
function assertNamesField(reply: Reply, place: readonly string[], shown: string): void {
  assert.ok(reply.status === 422 || reply.status === 400, `${shown}: ${reply.status} ${reply.text}`);
  const { issues } = JSON.parse(reply.text).details;
  const named = issues.some(({ path }: { path: unknown[] }) => place.every((part, index) => path[index] === part));
  assert.ok(named, `${shown}: no issue names ${place.join('.')}: ${reply.text}`);
}

/** Shows the field and value, shortened. */
const show = (name: string, value: unknown) => `${name}=${JSON.stringify(value).slice(0, 60)}`;

export const fields: readonly Claim[] = [
  {
    name: 'names the body field that does not fit',
    concerns: (route) => Object.keys(propertiesOf(route.body ?? {})).length > 0,
    async prove(wire, route) {
      const input = wire.standing(route);
      for (const [name, schema] of Object.entries(propertiesOf(route.body ?? {}))) {
        for (const value of unfitting(schema, wire.document)) {
          const reply = await wire.call(route, { ...input, body: { ...Object(input.body), [name]: value } });
          assertNamesField(reply, ['body', name], show(name, value));
        }
      }
    },
  },
  {
    name: 'names the body field that is missing',
    concerns: (route) => requiredOf(route.body ?? {}).length > 0,
    async prove(wire, route) {
      const input = wire.standing(route);
      for (const name of requiredOf(route.body ?? {})) {
        const { [name]: _, ...rest } = isRecord(input.body) ? input.body : {};
        assertNamesField(await wire.call(route, { ...input, body: rest }), ['body', name], name);
      }
      const absent = await wire.call(route, { ...input, body: undefined });
      assertNamesField(absent, ['body'], 'no body');
    },
  },
  {
    name: 'names the query field that does not fit',
    concerns: (route) => queryOf(route).length > 0,
    async prove(wire, route) {
      const input = wire.standing(route);
      for (const { name, schema } of queryOf(route)) {
        for (const value of unfittingText(schema, wire.document)) {
          const reply = await wire.call(route, { ...input, query: { ...input.query, [name]: value } });
          assertNamesField(reply, ['query', name], show(name, value));
        }
      }
    },
  },
  {
    name: 'names the query field that is missing or empty',
    concerns: (route) => queryOf(route).some(({ required }) => required),
    async prove(wire, route) {
      const input = wire.standing(route);
      for (const { name } of queryOf(route).filter(({ required }) => required)) {
        const { [name]: _, ...rest } = input.query;
        assertNamesField(await wire.call(route, { ...input, query: rest }), ['query', name], name);
        const empty = await wire.call(route, { ...input, query: { ...rest, [name]: '' } });
        assertNamesField(empty, ['query', name], `${name}=`);
      }
    },
  },
  {
    name: 'takes an empty optional query field as not given',
    concerns: (route) => route.method === 'GET' && queryOf(route).some(({ required }) => !required),
    async prove(wire, route) {
      const input = wire.standing(route);
      const empty = queryOf(route).filter(({ required }) => !required);
      const query = { ...input.query, ...Object.fromEntries(empty.map(({ name }) => [name, ''])) };
      const [plain, other] = [await wire.call(route, input), await wire.call(route, { ...input, query })];
      assert.deepEqual([other.status, other.text], [plain.status, plain.text]);
    },
  },
  {
    name: 'does its work, and ignores fields and headers it does not know',
    changes: true,
    concerns: (route) => canSucceed(route) && !route.upgrades,
    async prove(wire, route) {
      const input = await wire.fresh(route);
      // Where the schema is open, every field is the operation's own business.
      const open = route.body === undefined || route.body['additionalProperties'] !== undefined;
      const reply = await wire.call(
        route,
        {
          params: input.params,
          query: { ...input.query, unknownField: 'x', 'deep[unknown]': 'y' },
          body: open ? input.body : { ...Object(input.body), unknownField: { deep: [1] } },
        },
        { headers: { 'x-unknown': 'x', 'x-stainless-lang': 'js', 'idempotency-key': 'x', accept: 'text/html' } },
      );
      assert.equal(reply.status, route.successStatus, reply.text);
    },
  },
];
