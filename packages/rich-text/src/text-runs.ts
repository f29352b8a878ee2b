import { layOut } from './layout.ts';

/** A piece of plain text with the same look from start to end. Absent means no. */
export interface TextRun extends Look {
  /** May hold line breaks. */
  readonly text: string;
}

export interface Look {
  readonly bold?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly strikethrough?: true;
  readonly monospace?: true;
  /** `#rrggbb` */
  readonly color?: string;
  /** `#rrggbb` */
  readonly background?: string;
}

/** HTML as pieces for a network with formatting codes of its own; together they are the text of {@link htmlToText}. Neighbours differ in look. */
export function textRuns(html: string): TextRun[] {
  const runs: TextRun[] = [];
  layOut(html, (text, look) => {
    const last = runs.at(-1);
    if (last !== undefined && sameLook(last, look)) runs[runs.length - 1] = { ...last, text: last.text + text };
    else runs.push({ ...look, text });
  });
  return runs;
}

function sameLook(a: Look, b: Look): boolean {
  return (
    a.bold === b.bold &&
    a.italic === b.italic &&
    a.underline === b.underline &&
    a.strikethrough === b.strikethrough &&
    a.monospace === b.monospace &&
    a.color === b.color &&
    a.background === b.background
  );
}
