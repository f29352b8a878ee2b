/** What the network must not forget when its process is killed: one JSON line a record, appended and synced. Without a path it keeps nothing. */

import { type FileHandle, open } from 'node:fs/promises';
import type { Chat } from './chats.ts';
import type { Letter } from './mailbox.ts';
import type { Receipt } from './receipts.ts';

export type JournalRecord =
  /** A process opened the file. */
  | { readonly kind: 'start' }
  /** The contacts of an account have this message now, or again with a change. */
  | { readonly kind: 'receipt'; readonly login: string; readonly account: string; readonly receipt: Receipt }
  | { readonly kind: 'chat'; readonly login: string; readonly account: string; readonly chat: Chat }
  | { readonly kind: 'chat_removed'; readonly login: string; readonly account: string; readonly chatID: string }
  | { readonly kind: 'letter'; readonly login: string; readonly letter: Letter }
  | { readonly kind: 'acknowledged'; readonly login: string; readonly numbers: readonly number[] };

export class Journal {
  readonly #path: string | undefined;
  #file: FileHandle | undefined;
  #lines: string[] = [];
  #writing: Promise<void> | undefined;
  /** Lines, of this process. */
  #appended = 0;
  #synced = 0;
  #failure: unknown;

  constructor(path?: string) {
    this.#path = path;
  }

  /**
   * Opens the file, made where there is none, and gives what it holds. A line that a kill cut short is cut off. Throws when the file cannot be
   * opened or is not a journal.
   */
  async open(): Promise<readonly JournalRecord[]> {
    if (this.#path === undefined) return [];
    const file = await open(this.#path, 'a+');
    try {
      const text = await file.readFile('utf8');
      const whole = text.slice(0, text.lastIndexOf('\n') + 1);
      const records = whole.split('\n').slice(0, -1).map(parsed(this.#path));
      if (whole.length < text.length) await file.truncate(Buffer.byteLength(whole));
      this.#file = file;
      return records;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  append(record: JournalRecord): void {
    if (this.#path === undefined) return;
    this.#lines.push(`${JSON.stringify(record)}\n`);
    this.#appended += 1;
    // Who needs to know waits in `stored`, and gets the failure there.
    this.stored().catch(() => {});
  }

  /** Resolves when everything appended so far is on the disk. Rejects, from then on always, when it cannot be written. */
  async stored(): Promise<void> {
    const wanted = this.#appended;
    while (this.#synced < wanted) {
      this.#writing ??= this.#write().finally(() => {
        this.#writing = undefined;
      });
      await this.#writing;
    }
  }

  async #write(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#file === undefined) throw new Error('The state file is not open.');
    const lines = this.#lines;
    this.#lines = [];
    try {
      await this.#file.appendFile(lines.join(''));
      await this.#file.datasync();
    } catch (error) {
      this.#failure = error;
      throw error;
    }
    this.#synced += lines.length;
  }
}

function parsed(path: string): (line: string, index: number) => JournalRecord {
  return (line, index) => {
    try {
      const record: JournalRecord = JSON.parse(line);
      return record;
    } catch (cause) {
      const problem = `Line ${index + 1} of the sandbox's state file ${path} is damaged. Remove the file to begin anew.`;
      throw new Error(problem, { cause });
    }
  };
}
