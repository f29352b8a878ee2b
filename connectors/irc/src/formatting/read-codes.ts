/** What IRC formatting codes say, as runs of text. */

import type { TextRun } from '@partyline/rich-text';
import {
  BOLD,
  COLOUR,
  HEX_COLOUR,
  ITALIC,
  MONOSPACE,
  PALETTE,
  RESET,
  REVERSE,
  STRIKETHROUGH,
  UNDERLINE,
} from './format-codes.ts';

type Toggle = 'bold' | 'italic' | 'underline' | 'strikethrough' | 'monospace';
type Style = Partial<Record<Toggle | 'reverse', true>> & { color?: string; background?: string };

const TOGGLES: Readonly<Record<string, Toggle | 'reverse'>> = {
  [BOLD]: 'bold',
  [ITALIC]: 'italic',
  [UNDERLINE]: 'underline',
  [STRIKETHROUGH]: 'strikethrough',
  [MONOSPACE]: 'monospace',
  [REVERSE]: 'reverse',
};
const CONTROL = /\p{Cc}/u;
const ARGUMENTS: Readonly<Record<string, RegExp>> = {
  [COLOUR]: /(?:(\d{1,2})(?:,(\d{1,2}))?)?/y,
  [HEX_COLOUR]: /(?:([0-9a-f]{6})(?:,([0-9a-f]{6}))?)?/iy,
};

/** @param line one line as it came; control characters that are no formatting are left out, a tab becomes a space */
export function readCodes(line: string): TextRun[] {
  if (!CONTROL.test(line)) return line === '' ? [] : [{ text: line }];
  const runs: TextRun[] = [];
  let style: Style = {};
  let text = '';
  const flush = () => {
    if (text !== '') runs.push({ ...look(style), text });
    text = '';
  };
  for (let position = 0; position < line.length; position += 1) {
    const character = line.charAt(position);
    if (!CONTROL.test(character)) {
      text += character;
      continue;
    }
    if (character === '\t') text += ' ';
    const toggle = TOGGLES[character];
    const colours = ARGUMENTS[character];
    if (toggle === undefined && colours === undefined && character !== RESET) continue;
    flush();
    if (character === RESET) style = {};
    if (toggle !== undefined) style = toggled(style, toggle);
    if (colours !== undefined) {
      colours.lastIndex = position + 1;
      const [all = '', foreground, background] = colours.exec(line) ?? [];
      style = coloured(style, character, foreground, background);
      position += all.length;
    }
  }
  flush();
  return joined(runs);
}

function toggled(style: Style, toggle: Toggle | 'reverse'): Style {
  const { [toggle]: was, ...others } = style;
  return was === true ? others : { ...others, [toggle]: true };
}

/** A code without numbers takes both colours back; one with a foreground alone leaves the background. */
function coloured(style: Style, code: string, foreground: string | undefined, background: string | undefined): Style {
  const { color: _color, background: under, ...others } = style;
  if (foreground === undefined) return others;
  const front = named(code, foreground);
  const back = background === undefined ? under : named(code, background);
  return {
    ...others,
    ...(front === undefined ? {} : { color: front }),
    ...(back === undefined ? {} : { background: back }),
  };
}

/** @returns `undefined` for the default colour */
function named(code: string, digits: string): string | undefined {
  return code === HEX_COLOUR ? `#${digits.toLowerCase()}` : PALETTE[Number(digits)];
}

/** HTML knows no reverse: the colours change places, where none is given those of paper and ink. */
function look({ reverse, color, background, ...toggles }: Style): Omit<TextRun, 'text'> {
  if (reverse === true) return { ...toggles, color: background ?? '#ffffff', background: color ?? '#000000' };
  return {
    ...toggles,
    ...(color === undefined ? {} : { color }),
    ...(background === undefined ? {} : { background }),
  };
}

/** Codes that come to nothing leave neighbours that look the same. */
function joined(runs: readonly TextRun[]): TextRun[] {
  const result: TextRun[] = [];
  for (const run of runs) {
    const last = result.at(-1);
    if (last !== undefined && codesOf(last) === codesOf(run))
      result[result.length - 1] = { ...last, text: last.text + run.text };
    else result.push(run);
  }
  return result;
}

function codesOf({ bold, italic, underline, strikethrough, monospace, color, background }: TextRun): string {
  return [bold, italic, underline, strikethrough, monospace, color, background].join();
}
