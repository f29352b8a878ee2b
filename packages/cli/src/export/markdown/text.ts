/** The text of messages as Markdown that shows the same. */

import { type TextRun, textRuns } from '@partyline/rich-text';

/** What somebody wrote, so that none of it means anything; on one line. */
export const escapeMarkdown = (text: string): string => escaped(text.replace(/\s+/g, ' ').trim());

export function markdownOf(html: string): string {
  const text = textRuns(html).map(runText).join('');
  return text
    .split('\n')
    .map((line) => lineStart(line.trimEnd()))
    .join('  \n')
    .trim();
}

function runText({ text, bold, italic, strikethrough, monospace }: TextRun): string {
  return text
    .split('\n')
    .map((line) => {
      const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/su.exec(line) ?? [];
      if (words === '') return line;
      if (monospace === true) return before + code(words) + after;
      const mark = `${bold ? '**' : ''}${italic ? '*' : ''}${strikethrough ? '~~' : ''}`;
      const closing = (mark.match(/\*\*|\*|~~/g) ?? []).reverse().join('');
      return before + mark + withLinks(words) + closing + after;
    })
    .join('\n');
}

/** With a longer fence than any in it. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const space = longest > 0 ? ' ' : '';
  return fence + space + text + space + fence;
}

function withLinks(text: string): string {
  let out = '';
  let end = 0;
  for (const match of text.matchAll(/https?:\/\/[^\s<>()]+/g)) {
    out += `${escaped(text.slice(end, match.index))}<${match[0]}>`;
    end = match.index + match[0].length;
  }
  return out + escaped(text.slice(end));
}

const escaped = (text: string): string => text.replace(/[\\`*_[\]<>#|~]/g, '\\$&').replace(/&(?=[#\w]+;)/g, '&amp;');

/** Lists, rules and headings, where no character of them was escaped. */
const lineStart = (line: string): string =>
  line.replace(/^(\s*)([-+=])/, '$1\\$2').replace(/^(\s*\d{1,9})([.)])/, '$1\\$2');
