/** So many generated requests against a server of its own. Whatever it answers has to be what `/v1/spec` declares, in time, and never a failure of the server. */

import { join } from 'node:path';
import fc from 'fast-check';
import { type RawCaller, type Reply, rawCaller } from '../support/http.ts';
import { startProgram } from '../support/server.ts';
import { Document, type Schema } from '../wire/document.ts';
import { furnish } from './furnish.ts';
import { type Made, requests } from './requests.ts';

export interface Campaign {
  readonly requests: number;
  readonly seed: number;
  readonly dataDir: string;
  progress?(count: number): void;
}

export interface Findings {
  readonly requests: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** Answered requests by what the token was held to. */
  readonly tokens: Readonly<Record<string, number>>;
  /** Operations that were answered with success at least once, and those that never were. */
  readonly succeeded: number;
  readonly never: readonly string[];
  readonly slowestMs: number;
  /** What should not have been, in words, with the request. */
  readonly complaints: readonly string[];
}

/** Then there is another server: what is asked for ends things. */
const perRound = 10_000;
const perSample = 200;
const atOnce = 12;
const mostComplaints = 200;

export async function campaign({ requests: wanted, seed, dataDir, progress }: Campaign): Promise<Findings> {
  const statuses: Record<string, number> = {};
  const tokens: Record<string, number> = {};
  const complaints: string[] = [];
  const good = new Set<string>();
  const all = new Set<string>();
  let slowestMs = 0;
  let done = 0;

  const ask = async (caller: RawCaller, document: Document, made: Made) => {
    const begun = performance.now();
    const reply = await caller.send(made).catch((error: unknown) => {
      complaints.push(`${shown(made)}: no answer: ${error}`);
    });
    slowestMs = Math.max(slowestMs, Math.round(performance.now() - begun));
    done += 1;
    if (reply === undefined) return;
    statuses[reply.status] = (statuses[reply.status] ?? 0) + 1;
    tokens[made.kind] = (tokens[made.kind] ?? 0) + 1;
    if (reply.status < 400) good.add(made.route.id);
    const problem = problemWith(document, made, reply);
    if (problem !== undefined) complaints.push(`${shown(made)}: ${problem}`);
  };

  const playRound = async (round: number, until: number) => {
    const folder = join(dataDir, String(round));
    const server = await startProgram(folder, '--sandbox');
    const caller = rawCaller(server.url);
    try {
      const spec = (await caller.send({ method: 'GET', path: '/v1/spec' })).text;
      const document = new Document(spec);
      for (const { id } of document.routes) all.add(id);
      const arbitrary = requests(document.routes, follower(JSON.parse(spec)), await furnish(server.url, folder));
      for (let sample = 0; done < until; sample++) {
        const numRuns = Math.min(perSample, until - done);
        const queue = fc.sample(arbitrary, { numRuns, seed: seed + round * 1_000 + sample });
        await Promise.all(
          Array.from({ length: atOnce }, async () => {
            for (let made = queue.pop(); made !== undefined; made = queue.pop()) await ask(caller, document, made);
          }),
        );
        progress?.(done);
      }
    } finally {
      caller.end();
      await server.kill();
    }
  };

  for (let round = 0; done < wanted && complaints.length < mostComplaints; round++)
    await playRound(round, Math.min(wanted, done + perRound));
  const never = [...all].filter((id) => !good.has(id));
  return { requests: done, statuses, tokens, succeeded: good.size, never, slowestMs, complaints };
}

function problemWith(document: Document, { route }: Made, reply: Reply): string | undefined {
  // That a network could not do it is no failure of the server.
  const isNetworks = reply.status === 502 && reply.text.includes('"UPSTREAM_ERROR"');
  if (reply.status >= 500 && !isNetworks) return `${reply.status} ${reply.text.slice(0, 500)}`;
  try {
    // Generated segments may lead anywhere; and what is asked of the pages and forms of OAuth with JSON is answered with pages.
    if (reply.status !== 404 && !route.id.startsWith('oauth.')) document.check(route, reply);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 700) : String(error);
  }
}

const shown = ({ route, kind, path, body }: Made): string =>
  `${route.id} (${kind}) ${route.method} ${path.slice(0, 300)} ${body === undefined ? '' : body.toString().slice(0, 500)}`;

/** References of the document, and of what `Document` makes of them. */
function follower(spec: unknown): (schema: Schema) => Schema {
  const follow = (schema: Schema): Schema => {
    const reference = schema['$ref'];
    if (typeof reference !== 'string') return schema;
    const path = reference.slice(reference.indexOf('#/') + 2).split('/');
    const target = path.reduce<unknown>((at, part) => Object(at)[part], spec);
    return follow({ ...Object(target) });
  };
  return follow;
}
