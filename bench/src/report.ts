/** Figures and how they are told: median and spread of the runs, and ratios made pair by pair within a run. */

export interface Scale {
  readonly runs: number;
  /** Only to see that everything works: figures mean nothing. */
  readonly small: boolean;
}

export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly values: readonly number[];
  /** What it should be, in words; absent for what is only shown for comparison. */
  readonly goal?: string;
}

export interface Report {
  readonly id: string;
  readonly title: string;
  readonly figures: readonly Figure[];
  /** What a reader must know: what was left out, what was noisy. */
  readonly notes?: readonly string[];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1] ?? Number.NaN, sorted[Math.floor(middle)] ?? Number.NaN];
  return (low + high) / 2;
}

/** The ratio of two figures of the same run, run by run: drift of the machine cancels out. */
export function ratios(ours: readonly number[], theirs: readonly number[]): number[] {
  return ours.map((value, run) => value / (theirs[run] ?? Number.NaN));
}

export function printReport(report: Report): void {
  const lines = [`\n${report.id}  ${report.title}`];
  const width = Math.max(...report.figures.map((figure) => figure.name.length));
  for (const { name, unit, values, goal } of report.figures) {
    const spread = values.length > 1 ? `  (${round(Math.min(...values))} to ${round(Math.max(...values))})` : '';
    lines.push(
      `  ${name.padEnd(width)}  ${round(median(values)).padStart(9)} ${unit}${spread}${goal === undefined ? '' : `  goal ${goal}`}`,
    );
  }
  for (const note of report.notes ?? []) lines.push(`  ${note}`);
  process.stdout.write(`${lines.join('\n')}\n`);
}

function round(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(value >= 100 ? 4 : 3);
}
