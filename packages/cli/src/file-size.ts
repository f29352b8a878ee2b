const units = ['kB', 'MB', 'GB', 'TB'] as const;

/** A number of bytes in powers of 1000: `3.2 GB`, in the words that the server has. Its own code is loaded only for what works in the data folder. */
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
