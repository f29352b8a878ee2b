/** What a file is, by its content: names and claims are not believed, because browsers act on the answer. */

import { open } from 'node:fs/promises';

export interface ContentType {
  /** MIME type, with a charset for text. */
  readonly contentType: string;
  /** Without the dot. */
  readonly extension: string;
}

const sampleBytes = 4_096;

export async function contentTypeOf(path: string): Promise<ContentType> {
  const text = await sampleText(path);
  if (text !== undefined) {
    const markup = markupIn(text);
    if (markup !== undefined) return markup;
  }
  // Loaded when first needed: a server at rest does without it.
  const { fileTypeFromFile } = await import('file-type');
  // It throws on some files that break off; they are what they are called by nobody.
  const known = await fileTypeFromFile(path).catch(() => undefined);
  if (known !== undefined) return { contentType: known.mime, extension: known.ext };
  return text === undefined
    ? { contentType: 'application/octet-stream', extension: 'bin' }
    : { contentType: 'text/plain; charset=utf-8', extension: 'txt' };
}

/** @returns the beginning of the file if it is UTF-8 text */
async function sampleText(path: string): Promise<string | undefined> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0);
    if (bytesRead === 0) return undefined;
    // `stream`: the sample may end within a character.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, bytesRead), { stream: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what tells text from other things
    return /[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? undefined : text;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  } finally {
    await file.close();
  }
}

/** The markup that a browser would run. */
function markupIn(text: string): ContentType | undefined {
  const start = text.replace(/^(?:\s|<\?xml[^>]*>|<!--[\s\S]*?-->|<!doctype svg[^>]*>)*/i, '');
  if (/^<svg[\s>]/i.test(start)) return { contentType: 'image/svg+xml', extension: 'svg' };
  if (/^<(?:!doctype html|html|head|body|script)[\s>]/i.test(start))
    return { contentType: 'text/html; charset=utf-8', extension: 'html' };
  return undefined;
}
