import { renderUnicodeCompact } from 'uqr';
import { paint } from '../text.ts';

/**
 * A QR code of half blocks, two modules a character. In colour it is black on white whatever the theme; without colour the light
 * modules are the blocks, which suits the usual dark terminal.
 */
export function qrCode(data: string, output: NodeJS.WriteStream): string {
  return renderUnicodeCompact(data, { border: 2 })
    .split('\n')
    .map((line) => paint(['whiteBright', 'bgBlack'], line, output))
    .join('\n');
}
