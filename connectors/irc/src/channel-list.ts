/** Which channels to join: those of the settings, and those joined since, until left. */

import type { SecretStore } from '@partyline/connector';

/** The one place where a connector can keep something for its login. */
const NAME = 'channels';
const MOST = 100;

export class ChannelList {
  readonly #secrets: SecretStore;
  readonly #fold: (name: string) => string;
  readonly #configured: readonly string[];
  readonly #added = new Map<string, string>();

  constructor(secrets: SecretStore, fold: (name: string) => string, configured: readonly string[]) {
    this.#secrets = secrets;
    this.#fold = fold;
    this.#configured = configured;
  }

  async read(): Promise<readonly string[]> {
    for (const name of (await this.#secrets.get(NAME))?.split(',') ?? []) {
      if (name !== '' && !this.#isConfigured(name)) this.#added.set(this.#fold(name), name);
    }
    return [...this.#configured, ...this.#added.values()];
  }

  async add(name: string): Promise<void> {
    const id = this.#fold(name);
    if (this.#isConfigured(name) || this.#added.has(id) || this.#added.size >= MOST) return;
    this.#added.set(id, name);
    await this.#write();
  }

  async remove(id: string): Promise<void> {
    if (this.#added.delete(id)) await this.#write();
  }

  #isConfigured(name: string): boolean {
    return this.#configured.some((one) => this.#fold(one) === this.#fold(name));
  }

  async #write(): Promise<void> {
    await this.#secrets.set(NAME, [...this.#added.values()].join(','));
  }
}
