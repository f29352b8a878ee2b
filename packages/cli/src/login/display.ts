/** What a network shows during a login: a QR code, a code, a picture, or only that it is busy. */

import { clearScreenDown, moveCursor } from 'node:readline';
import type { LoginDisplay, LoginStep } from '@partyline/protocol';
import { instructions, type Terminal } from '../terminal.ts';
import { columns, paint, printable, widthOf } from '../text.ts';
import { qrCode } from './qr.ts';
import { startWaiting } from './waiting.ts';

type DisplayStep = Extract<LoginStep, { type: 'display_and_wait' }>;

const waitingFor: Readonly<Record<LoginDisplay['type'], string>> = {
  qr: 'Waiting for the code to be scanned (Ctrl-C cancels)',
  code: 'Waiting for the code to be entered (Ctrl-C cancels)',
  emoji: 'Waiting for the confirmation (Ctrl-C cancels)',
  nothing: 'Waiting for the network (Ctrl-C cancels)',
};

/** Shows one step after the other; what is shown last for the same step is replaced, as when a QR code rotates. */
export class Display {
  readonly #terminal: Terminal;
  #shown: { readonly stepID: string; readonly text: string } | undefined;
  #stopWaiting: () => void = () => {};

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  show(step: DisplayStep): void {
    const text = this.#render(step);
    if (this.#shown?.stepID === step.stepID && this.#shown.text === text) return;
    this.#stopWaiting();
    if (this.#shown?.stepID === step.stepID) this.#erase(this.#shown.text);
    if (text !== '') this.#terminal.say(text);
    this.#shown = { stepID: step.stepID, text };
    this.#stopWaiting = startWaiting(waitingFor[step.display.type], this.#terminal);
  }

  /** Leaves what was shown on the screen and takes the moving line away. */
  end(): void {
    this.#stopWaiting();
    this.#stopWaiting = () => {};
    this.#shown = undefined;
  }

  #render({ display, instructions: text }: DisplayStep): string {
    const parts = text ? [instructions(text, this.#terminal)] : [];
    const { output } = this.#terminal;
    if (display.type === 'qr') {
      const code = qrCode(display.data, output);
      const tooWide = widthOf(code.split('\n')[0] ?? '') > columns(output);
      parts.push(tooWide && output.isTTY ? 'The window is too narrow for the QR code: make it wider.' : code);
    }
    if (display.type === 'code')
      parts.push(`\n    ${paint(['bold', 'inverse'], `  ${spaced(display.data)}  `, output)}\n`);
    if (display.type === 'emoji') parts.push(`Compare with the picture at ${printable(display.imageURL)}`);
    return parts.join('\n');
  }

  #erase(text: string): void {
    const { output } = this.#terminal;
    const height = text.split('\n').length;
    // Lines that left the screen cannot be erased: then the new one stands below.
    if (text === '' || !output.isTTY || height >= (output.rows ?? 0)) return;
    moveCursor(output, 0, -height);
    clearScreenDown(output);
  }
}

/** Letters apart, so that a code is easy to read off; it is printed as it is when it has spaces or is long. */
const spaced = (code: string): string =>
  code.length > 12 || /\s/.test(code) ? printable(code) : [...printable(code)].join(' ');
