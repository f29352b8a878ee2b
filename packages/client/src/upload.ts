/** A file as the body of a request: `multipart/form-data` (RFC 7578), streamed from where it is, never held in memory. */

import { PartylineError } from './errors.ts';

/**
 * A file to upload: the path of one on this machine (Node only), a `Blob` or `File`, bytes, or a stream such as `fs.createReadStream(path)` or a
 * `Response`. A stream can be read once only, so that its upload is never repeated; the others are, when it fails.
 */
export type Uploadable = string | Blob | Uint8Array<ArrayBuffer> | Response | Chunks;

type Chunks = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/** A body that is not JSON. */
export interface Upload {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: FormData | ReadableStream<Uint8Array>;
  /** It is gone once it was sent. */
  readonly once: boolean;
}

type TextFields = Readonly<Record<string, string | undefined>>;

/**
 * The form with the file as `file`, after the other fields.
 *
 * @param fields those that are undefined are left out
 * @throws PartylineError when there is no file to read at that path
 */
export async function uploadForm(file: Uploadable, fields: TextFields): Promise<Upload> {
  const given = Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined);
  const name = nameOf(file);
  const content = typeof file === 'string' ? await fileAt(file) : file instanceof Response ? bodyOf(file) : file;
  if (content instanceof Blob || content instanceof Uint8Array) {
    const form = new FormData();
    for (const [key, value] of given) form.append(key, value);
    form.append('file', content instanceof Blob ? content : new Blob([content]), name);
    return { headers: {}, body: form, once: false };
  }
  const boundary = `partyline-${crypto.randomUUID()}`;
  return {
    headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` },
    body: streamOf(parts(boundary, given, name, content)),
    once: true,
  };
}

/** `ReadableStream.from`, which not every browser has. */
function streamOf(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
}

async function* parts(
  boundary: string,
  fields: readonly (readonly [string, string])[],
  name: string,
  content: Chunks,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const head = (disposition: string) => `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n`;
  for (const [key, value] of fields) yield encoder.encode(`${head(`name="${key}"`)}\r\n${value}\r\n`);
  const file = head(`name="file"; filename="${quoted(name)}"`);
  yield encoder.encode(`${file}Content-Type: application/octet-stream\r\n\r\n`);
  yield* content;
  yield encoder.encode(`\r\n--${boundary}--\r\n`);
}

async function fileAt(path: string): Promise<Blob> {
  try {
    // Only where it is needed: the rest of this package runs in a browser too.
    const { openAsBlob } = await import('node:fs');
    return await openAsBlob(path);
  } catch (cause) {
    throw new PartylineError(`There is no file to read at ${JSON.stringify(path)}.`, { cause });
  }
}

function bodyOf(response: Response): Chunks {
  if (response.body === null) throw new PartylineError('The response to upload has no body.');
  return response.body;
}

/** The last part of a path or URL; a stream of `fs` has a path too. */
function nameOf(file: Uploadable): string {
  if (typeof file === 'string') return lastSegment(file);
  if (file instanceof File) return file.name;
  if (file instanceof Response) return URL.canParse(file.url) ? lastSegment(new URL(file.url).pathname) : 'file';
  const path: unknown = Reflect.get(file, 'path');
  return typeof path === 'string' ? lastSegment(path) : 'file';
}

const lastSegment = (path: string) => path.split(/[\\/]/).findLast((part) => part !== '') ?? 'file';

/** As browsers do (HTML, multipart/form-data encoding algorithm). */
const quoted = (name: string) => name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
