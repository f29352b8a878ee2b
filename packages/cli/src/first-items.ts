/** The first so many items of a list that comes in pages. No more pages are fetched than are needed. */
export async function firstItems<T>(list: AsyncIterable<T>, count: number): Promise<T[]> {
  const items: T[] = [];
  if (count <= 0) return items;
  for await (const item of list) {
    items.push(item);
    if (items.length === count) break;
  }
  return items;
}
