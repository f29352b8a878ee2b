/** Markdown by keys: the selection between marks, or without them again. */

import type { KeyboardEvent } from 'react';

const marks: Readonly<Record<string, string>> = { b: '**', i: '*', e: '`', 'shift+x': '~~' };

/** @returns whether the key was one of these */
export function markByKey({
  key,
  ctrlKey,
  metaKey,
  shiftKey,
  currentTarget,
}: KeyboardEvent<HTMLTextAreaElement>): boolean {
  const mark = marks[`${shiftKey ? 'shift+' : ''}${key.toLowerCase()}`];
  if (mark === undefined || !(ctrlKey || metaKey)) return false;
  toggleMark(currentTarget, mark);
  return true;
}

function toggleMark(field: HTMLTextAreaElement, mark: string): void {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const inner = value.slice(start, end);
  const isMarked = value.slice(start - mark.length, start) === mark && value.slice(end, end + mark.length) === mark;
  if (isMarked) {
    field.setSelectionRange(start - mark.length, end + mark.length);
    insertText(field, inner);
    field.setSelectionRange(start - mark.length, end - mark.length);
  } else {
    insertText(field, mark + inner + mark);
    field.setSelectionRange(start + mark.length, end + mark.length);
  }
}

/** In the place of the selection, so that it can be undone by the browser's own means. */
export function insertText(field: HTMLTextAreaElement, text: string): void {
  field.focus();
  if (!document.execCommand('insertText', false, text)) {
    field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }
}
