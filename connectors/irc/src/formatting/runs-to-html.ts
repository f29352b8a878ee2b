import { plainToHTML, type TextRun } from '@partyline/rich-text';

const TAGS = [
  ['bold', 'strong'],
  ['italic', 'em'],
  ['underline', 'u'],
  ['strikethrough', 'del'],
  ['monospace', 'code'],
] as const;

/** `undefined` where the text alone says it all. */
export function runsToHTML(runs: readonly TextRun[]): string | undefined {
  const pieces = runs.map((run) => ({ text: plainToHTML(run.text), tags: tagsOf(run) }));
  if (pieces.every(({ tags }) => tags.length === 0)) return undefined;
  return pieces
    .map(({ text, tags }) => tags.reduceRight((inner, tag) => `<${tag}>${inner}</${tag.split(' ')[0]}>`, text))
    .join('');
}

export function textOf(runs: readonly TextRun[]): string {
  return runs.map(({ text }) => text).join('');
}

function tagsOf(run: TextRun): string[] {
  const tags: string[] = TAGS.filter(([look]) => run[look] === true).map(([, tag]) => tag);
  const front = run.color === undefined ? '' : ` data-mx-color="${run.color}"`;
  const back = run.background === undefined ? '' : ` data-mx-bg-color="${run.background}"`;
  return front + back === '' ? tags : [`span${front}${back}`, ...tags];
}
