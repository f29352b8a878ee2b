/** Requests for the operations of `/v1/spec`: half of them such as could be answered, about things that are there, half with something wrong. */

import fc from 'fast-check';
import type { RawRequest } from '../support/http.ts';
import { propertiesOf, type Route } from '../wire/document.ts';
import { form } from '../wire/form.ts';
import { fittingIn } from '../wire/wire.ts';
import { type Follow, type Making, someOf, valuesOf, type Words } from './values.ts';

export interface Known {
  /** Of path parameters, by name, as they go over the wire. */
  readonly ids: Readonly<Record<string, string>>;
  /** Of things that an operation may end. */
  readonly spares: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly words: Words;
  /** By what they are held to; the first comes as often as all the others. */
  readonly tokens: Readonly<Record<string, string>>;
}

export interface Made extends RawRequest {
  readonly route: Route;
  /** Whose it is. */
  readonly kind: string;
}

/** What stands is needed by all that is asked afterwards, so they name it seldom. */
const ending = [
  'accounts.delete',
  'accounts.reconnect',
  'accounts.update',
  'bridges.logins.remove',
  'bridges.loginSessions.cancel',
  'chats.delete',
  'labels.delete',
  'outbox.cancel',
  'tokens.revoke',
  'webhooks.delete',
  'webhooks.deadLetters.discard',
  'webhooks.deadLetters.replay',
];

export function requests(routes: readonly Route[], follow: Follow, known: Known): fc.Arbitrary<Made> {
  const { words } = known;
  return fc.oneof(
    ...routes.flatMap((route) => [false, true].map((isWild) => requestTo(route, known, { follow, words, isWild }))),
  );
}

function requestTo(route: Route, known: Known, making: Making): fc.Arbitrary<Made> {
  const queries = route.parameters.filter((parameter) => parameter.in === 'query');
  const query = someOf(
    Object.fromEntries(queries.map(({ name, schema }) => [name, queryField(name, valuesOf(schema, making, name))])),
    queries.filter(({ required }) => required).map(({ name }) => name),
    making.isWild,
  );
  return fc
    .record({
      path: pathOf(route, known, making),
      query,
      body: bodyFor(route, making),
      kind: kinds(known.tokens),
      odd: oddHeaders,
    })
    .map(({ path, query: asked, body, kind, odd }) => {
      const text = new URLSearchParams(asked).toString();
      const token = known.tokens[kind];
      return {
        route,
        kind,
        method: route.method,
        path: text === '' ? path : `${path}?${text}`,
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': route.takesForm ? form.type : 'application/json' }),
          ...(making.isWild && odd),
        },
        body,
      };
    });
}

/** Only on the sandbox does nothing lead out of this machine; and what waits is to be waited for shortly. */
const queryField = (name: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
  name === 'wait' ? fc.constantFrom('0', '0.01', 'x', '-1') : value.map(asText);

function pathOf({ id, path }: Route, { ids, spares }: Known, { words, isWild }: Making): fc.Arbitrary<string> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const segments = names.map((name) => {
    const own = [ids[name] ?? 'unknown'];
    const meant =
      spares[id]?.[name] ??
      (ending.includes(id) && name !== 'bridgeID' && name !== 'chatID'
        ? [...Array<string>(15).fill('spare'), ...own]
        : own);
    const good = fc.constantFrom(...meant);
    return isWild ? fc.oneof({ weight: 4, arbitrary: good }, { weight: 1, arbitrary: oddSegment(words.all) }) : good;
  });
  return fc.tuple(...segments).map((chosen) => {
    let place = 0;
    return path.replace(/\{\w+\}/g, () => chosen[place++] ?? '');
  });
}

/** A path as it goes over the wire has no raw spaces and nothing beyond ASCII. */
const oddSegment = (words: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(...words, '%00', '%zz', 'a%2Fb', '..%2F..', '%F0%9F', 'x'.repeat(3_000)).map(encodedOnce),
    fc.string({ maxLength: 20, unit: 'binary' }).map(encodedOnce),
  );

const encodedOnce = (word: string): string =>
  /^[\w!%.:~-]+$/.test(word) ? word : encodeURIComponent(word.toWellFormed());

function bodyFor(route: Route, making: Making): fc.Arbitrary<string | Buffer | undefined> {
  if (route.takesForm)
    return fc.oneof(
      fc.constant<Buffer>(form.body),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.concat([form.body.subarray(0, 60), bytes])),
    );
  if (route.body === undefined) return fc.constant(undefined);
  const fields = fittingIn[route.id] ?? {};
  const isOpen = Object.keys(propertiesOf(route.body)).length === 0;
  const value = isOpen ? fc.jsonValue() : valuesOf(route.body, making);
  if (!making.isWild) return value.map((json) => JSON.stringify({ ...Object(json), ...fields }));
  return fc.oneof(
    { weight: 30, arbitrary: value.map((json) => JSON.stringify(json)) },
    { weight: 1, arbitrary: fc.constantFrom('', '{', '[]]', '{"a":', '\u0000', '{"__proto__":{"x":1}}') },
  );
}

const oddHeaders: fc.Arbitrary<Record<string, string>> = someOf(
  {
    'idempotency-key': fc.constantFrom('k', 'l', 'x'.repeat(300)),
    range: fc.constantFrom('bytes=0-', 'bytes=9-1', 'x'),
    accept: fc.constantFrom('text/html', '*/*', 'x'),
    'if-none-match': fc.constantFrom('*', 'x'),
  },
  [],
  false,
);

function kinds(tokens: Known['tokens']): fc.Arbitrary<string> {
  const [first = 'none', ...others] = Object.keys(tokens);
  return fc.oneof(fc.constant(first), fc.constantFrom(...others, 'none'));
}

const asText = (value: unknown): string =>
  (Array.isArray(value)
    ? value.map(asText).join(',')
    : typeof value === 'string'
      ? value
      : JSON.stringify(value)
  ).toWellFormed();
