/** Answers brought along on the command line, so that a login needs no person: `--set`, `--set-file`, `--fields`. */

import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { CliError } from '../exit.ts';

export interface FieldOptions {
  /** `field=value`. */
  readonly set?: readonly string[];
  /** `field=path`. */
  readonly setFile?: readonly string[];
  /** Path of a JSON object; `-` is standard input. */
  readonly fields?: string;
}

export class GivenFields {
  readonly #values: Map<string, string>;
  readonly #used = new Set<string>();
  #isAsked = false;
  readonly #typed = new Map<string, string>();

  constructor(values: Iterable<readonly [string, string]> = []) {
    this.#values = new Map(values);
  }

  /** The value, the first time it is asked for. A second question for the same field means that the value was not right. */
  take(id: string): string | undefined {
    this.#isAsked = true;
    if (this.#used.has(id)) return undefined;
    const value = this.#values.get(id);
    if (value !== undefined) this.#used.add(id);
    return value;
  }

  /** Keeps what the person typed, to be offered when the network asks for it again. */
  remember(id: string, value: string): void {
    this.#typed.set(id, value);
  }

  typed(id: string): string | undefined {
    return this.#typed.get(id);
  }

  wasAnswered(id: string): boolean {
    return this.#used.has(id) || this.#typed.has(id);
  }

  /** Whether anything was brought along. */
  get isEmpty(): boolean {
    return this.#values.size === 0;
  }

  /** Whether the network asked for any field. */
  get isAsked(): boolean {
    return this.#isAsked;
  }

  /** What was brought along and never asked for: probably misspelt. */
  unused(): string[] {
    return [...this.#values.keys()].filter((id) => !this.#used.has(id));
  }
}

/** @throws CliError 2 for what cannot be read. Later options win: `--fields`, then `--set-file`, then `--set`. */
export async function readGivenFields(options: FieldOptions): Promise<GivenFields> {
  const values: [string, string][] = options.fields === undefined ? [] : await fromJson(options.fields);
  for (const pair of options.setFile ?? []) {
    const [id, path] = split(pair, '--set-file');
    // The line break at the end of a file is the editor's, not the password's.
    values.push([id, (await read(path, '--set-file')).replace(/\r?\n$/, '')]);
  }
  for (const pair of options.set ?? []) values.push(split(pair, '--set'));
  return new GivenFields(values);
}

function split(pair: string, flag: string): [string, string] {
  const at = pair.indexOf('=');
  if (at < 1) throw new CliError('usage', 'usage', `${flag} takes field=value, but got "${pair}".`);
  return [pair.slice(0, at), pair.slice(at + 1)];
}

async function fromJson(path: string): Promise<[string, string][]> {
  const source = await read(path, '--fields');
  let parsed: unknown;
  try {
    parsed = JSON.parse(source);
  } catch {
    // The parser's message would quote what may be a password.
    throw new CliError('usage', 'usage', `--fields ${path}: that is not JSON.`);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new CliError('usage', 'usage', `--fields ${path}: one JSON object {"field": "value"} is expected.`);
  }
  return Object.entries(parsed).map(([id, value]: [string, unknown]) => {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      throw new CliError('usage', 'usage', `--fields ${path}: the value of "${id}" must be a string.`);
    }
    return [id, String(value)];
  });
}

async function read(path: string, flag: string): Promise<string> {
  try {
    return path === '-' ? await readAll(process.stdin) : await readFile(path, 'utf8');
  } catch (error) {
    throw new CliError('usage', 'usage', `${flag}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
