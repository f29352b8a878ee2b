/** Lists that come in pages (`items`, `hasMore`, `oldestCursor`, `newestCursor`), read one by one or as one stream of items. */

import { PartylineError } from './errors.ts';
import type { Query, RequestOptions, Transport } from './transport.ts';

/** Query fields of every paged list. */
export interface PageParams {
  cursor?: string | null | undefined;
  /** `before`, the default, is towards what is older. */
  direction?: 'after' | 'before' | null | undefined;
  /** Items a page. */
  limit?: number | null | undefined;
}

export interface PageBody<Item> {
  items: Item[];
  hasMore: boolean;
  oldestCursor: string | null;
  newestCursor: string | null;
}

/** Fetches the page that starts at a cursor; the first page without one. */
type Load<Item> = (cursor?: string) => Promise<PageBody<Item>>;

/** One page. `for await (const item of page)` goes on through all the following pages. */
export class Page<Item> implements PageBody<Item>, AsyncIterable<Item> {
  readonly items: Item[];
  readonly hasMore: boolean;
  readonly oldestCursor: string | null;
  readonly newestCursor: string | null;
  readonly #load: Load<Item>;
  readonly #cursor: string | undefined;

  constructor(body: PageBody<Item>, load: Load<Item>, cursor?: string) {
    this.items = body.items ?? [];
    this.hasMore = body.hasMore ?? false;
    this.oldestCursor = body.oldestCursor || null;
    this.newestCursor = body.newestCursor || null;
    this.#load = load;
    this.#cursor = cursor;
  }

  getPaginatedItems(): Item[] {
    return this.items;
  }

  hasNextPage(): boolean {
    // A cursor that does not move would make the walk endless.
    return this.hasMore && this.items.length > 0 && this.oldestCursor !== null && this.oldestCursor !== this.#cursor;
  }

  /** @throws PartylineError after the last page: ask {@link hasNextPage} first. */
  async getNextPage(): Promise<Page<Item>> {
    if (!this.hasNextPage() || this.oldestCursor === null) {
      throw new PartylineError('There is no next page; check `.hasNextPage()` before calling `.getNextPage()`.');
    }
    return new Page(await this.#load(this.oldestCursor), this.#load, this.oldestCursor);
  }

  async *iterPages(): AsyncGenerator<Page<Item>> {
    let page: Page<Item> = this;
    yield page;
    while (page.hasNextPage()) {
      page = await page.getNextPage();
      yield page;
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item> {
    for await (const page of this.iterPages()) yield* page.items;
  }
}

/** `await` it for the first page, or `for await` over it for the items of all pages. */
export class PagePromise<Item> extends Promise<Page<Item>> implements AsyncIterable<Item> {
  /** What `then` makes is an ordinary promise. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  static load<Item>(load: Load<Item>): PagePromise<Item> {
    return new PagePromise((resolve, reject) => {
      load().then((body) => resolve(new Page(body, load)), reject);
    });
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item> {
    yield* await this;
  }
}

/** A list of the server, by its address. */
export function pages<Item>(
  transport: Transport,
  path: string,
  query: Query,
  options: RequestOptions | undefined,
): PagePromise<Item> {
  return PagePromise.load((cursor) =>
    transport.send({ method: 'GET', path, query: { ...query, ...(cursor === undefined ? {} : { cursor }) } }, options),
  );
}
