/**
 * The text of messages in its forms. Pure functions: no I/O, no state, and none of them throws for any string.
 *
 * "The HTML subset" is what the contract calls rich text: the tags and attributes that the Matrix specification allows in
 * `formatted_body` (client-server API, "m.room.message msgtypes").
 */

export { htmlToText } from './html-to-text.ts';
export { markdownToHTML } from './markdown.ts';
export { plainToHTML } from './plain.ts';
export { sanitizeHTML } from './sanitize.ts';
export { type TextRun, textRuns } from './text-runs.ts';
