const units = ['kB', 'MB', 'GB', 'TB'] as const;

/** A number of bytes as people read it, in powers of 1000 as disks are sold: `3.2 GB`. */
export function sizeText(bytes: number): string {
  let text = `${bytes} bytes`;
  let left = bytes;
  for (const unit of units) {
    if (left < 999.5) break;
    left /= 1_000;
    text = `${left < 9.95 ? left.toFixed(1) : Math.round(left)} ${unit}`;
  }
  return text;
}
