/** What a model is told of a page, and how it gets the next one (mcp.md, section 3). */

export interface Page {
  readonly items: readonly unknown[];
  readonly hasMore: boolean;
  readonly oldestCursor: string | null;
  readonly newestCursor: string | null;
}

export function pageNote({ items, hasMore, oldestCursor, newestCursor }: Page, what: string): string {
  if (items.length === 0) return `No ${what}.`;
  return [
    `Showing ${items.length} ${what}${hasMore ? ' (more available)' : ''}`,
    ...(oldestCursor === null ? [] : [`Older: cursor='${oldestCursor}', direction='before'`]),
    ...(newestCursor === null ? [] : [`Newer: cursor='${newestCursor}', direction='after'`]),
  ].join('\n');
}
