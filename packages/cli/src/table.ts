/** Tables for a terminal. */

import { cut, widthOf } from './text.ts';

export interface Column {
  readonly title: string;
  /** May be cut when the table is too wide. Never for something to be copied. */
  readonly flexible?: boolean;
}

export interface Row {
  readonly cells: readonly string[];
  /** Lines under the row, as they are. */
  readonly below?: string;
}

const gap = '  ';
const narrowest = 8;

/**
 * Aligns the columns. Too wide a table takes the missing columns from the flexible ones, the widest first.
 *
 * @param width columns there are; `Infinity` to cut nothing.
 * @param style applied to a cell after it was aligned, so that colours do not count.
 */
export function formatTable(
  columns: readonly Column[],
  rows: readonly Row[],
  width: number,
  style: (text: string, column: number, row: Row | undefined) => string = (text) => text,
): string {
  const widths = columns.map(({ title }, index) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(row.cells[index] ?? ''))),
  );
  shrink(columns, widths, width - gap.length * (columns.length - 1));
  const line = (cells: readonly string[], row: Row | undefined) =>
    columns
      .map((_, index) => {
        const text = cut(cells[index] ?? '', widths[index] ?? 0);
        const padding = index === columns.length - 1 ? '' : ' '.repeat((widths[index] ?? 0) - widthOf(text));
        return style(text, index, row) + padding;
      })
      .join(gap)
      .trimEnd();
  const titles = columns.map(({ title }) => title);
  return [
    line(titles, undefined),
    ...rows.flatMap((row) => [line(row.cells, row), ...(row.below ? [row.below] : [])]),
  ].join('\n');
}

function shrink(columns: readonly Column[], widths: number[], room: number): void {
  for (let excess = widths.reduce((sum, width) => sum + width, 0) - room; excess > 0; excess--) {
    let widest = -1;
    for (const [index, column] of columns.entries()) {
      const width = widths[index] ?? 0;
      if (column.flexible && width > narrowest && width > (widths[widest] ?? 0)) widest = index;
    }
    if (widest === -1) return;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
}
