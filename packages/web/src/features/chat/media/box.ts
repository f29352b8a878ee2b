/** How much room a picture or video takes, known before it is loaded, so that nothing jumps. */

import type { CSSProperties } from 'react';

const most = { width: 320, height: 360 };
const least = 160;
/** Where nobody said. */
const unknown = { width: 320, height: 240 };

interface Size {
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

export function boxOf({ width = 0, height = 0 }: Size = {}): CSSProperties {
  const size = width > 0 && height > 0 ? { width, height } : unknown;
  const fits = Math.min(most.width / size.width, most.height / size.height, Math.max(1, least / size.width));
  // What is very long or very wide is cut.
  const shape = Math.min(3, Math.max(0.4, size.width / size.height));
  return { inlineSize: Math.round(Math.max(96, size.width * fits)), aspectRatio: String(shape) };
}
