/** A column of JSON that was written here; undefined when there is none. */
export function parsed(column: unknown): unknown {
  return typeof column === 'string' ? JSON.parse(column) : undefined;
}
