/** Collects what a connector said during one case: data that is not plain and texts that give a secret away. */

import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Log } from '../contract.ts';
import type { JsonObject } from '../json.ts';

/** Shorter values would be found in innocent texts. */
const SHORTEST_SECRET = 4;

export class Witness {
  readonly #problems: string[] = [];
  readonly #texts: string[] = [];
  readonly #secrets = new Set<string>();

  /** A log that is kept, for `ConnectorOptions` and `Host`. */
  readonly log: Log = {
    debug: (message, fields) => this.#line(message, fields),
    info: (message, fields) => this.#line(message, fields),
    warn: (message, fields) => this.#line(message, fields),
    error: (message, fields) => this.#line(message, fields),
  };

  /** From now on no text may contain this value. */
  secret(value: string): void {
    assert.ok(
      value === '' || value.length >= SHORTEST_SECRET,
      `the suite needs secrets of at least ${SHORTEST_SECRET} characters`,
    );
    if (value !== '') this.#secrets.add(value);
  }

  /** Notes data that crosses the contract: it must survive a structured clone unchanged, so no class, function or getter. */
  crossed(what: string, value: unknown): void {
    try {
      if (!isDeepStrictEqual(structuredClone(value), value)) this.problem(`${what} is not plain data`);
      this.#texts.push(`${what}: ${JSON.stringify(value)}`);
    } catch (error) {
      this.problem(`${what} cannot be cloned: ${String(error)}`);
    }
  }

  /** Notes an error the connector rejected with. */
  refused(what: string, error: unknown): void {
    this.#texts.push(
      `${what}: ${error instanceof Error ? `${error.message} ${JSON.stringify(error)}` : String(error)}`,
    );
  }

  problem(text: string): void {
    this.#problems.push(text);
  }

  /** Fails with everything that was wrong. */
  verify(): void {
    const leaks = this.#texts.filter((text) => [...this.#secrets].some((secret) => says(text, secret)));
    assert.deepEqual(this.#problems, []);
    assert.deepEqual(
      leaks.map((text) => `a secret is in: ${text}`),
      [],
    );
  }

  #line(message: string, fields?: JsonObject): void {
    this.crossed('log line', { message, fields: fields ?? {} });
  }
}

function says(text: string, secret: string): boolean {
  return text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1));
}
