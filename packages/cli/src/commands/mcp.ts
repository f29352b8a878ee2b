/** The Model Context Protocol over standard input and output, for programs that cannot call a server by HTTP: every message goes through as it is. */

import { EventEmitter, once } from 'node:events';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { withClient } from '../access.ts';
import { CliError } from '../exit.ts';
import type { Globals } from '../globals.ts';
import { interruptible } from '../interrupt.ts';
import type { Result } from '../result.ts';

/** A conversation with a model's program lasts as long as that runs; the token that was made for it goes with it. */
const minutes = 7 * 24 * 60;

/** How long an answer is waited for when nobody can ask any more. */
const lastMs = 60_000;

export async function speakMcp(globals: Globals): Promise<Result> {
  const refuse = () => {
    throw new CliError('usage', 'usage', mayWrite);
  };
  if (globals.readOnly && globals.token !== undefined) refuse();
  await withClient(
    globals,
    ({ target, fetch, isOwnToken }) => {
      // That of a sign-in may write as well.
      if (globals.readOnly && !isOwnToken) refuse();
      return interruptible((signal) => relay(target.url, fetch, signal));
    },
    { minutes },
  );
  return { document: {}, text: '' };
}

const mayWrite =
  'With --read-only leave the token out (one is made that can only read), or give one that was made with --scope read.';

/** Until the input ends. Standard output is the protocol's alone. */
async function relay(url: string, call: typeof fetch, signal: AbortSignal): Promise<void> {
  const [{ StdioServerTransport }, { StreamableHTTPClientTransport }] = await Promise.all([
    import('@modelcontextprotocol/sdk/server/stdio.js'),
    import('@modelcontextprotocol/sdk/client/streamableHttp.js'),
  ]);
  const server = new StreamableHTTPClientTransport(new URL('/v0/mcp', url), { fetch: call });
  const program: Transport = new StdioServerTransport();
  const open = new Set<string | number>();
  const answered = new EventEmitter();
  const close = (id: string | number | undefined) => {
    if (id !== undefined && open.delete(id)) answered.emit('answer');
  };
  server.onmessage = (message) => {
    void program.send(message);
    if (!('method' in message)) close(message.id);
  };
  program.onmessage = (message) => {
    const isCall = 'id' in message && 'method' in message;
    if (isCall) open.add(message.id);
    server.send(message).catch((error: unknown) => {
      if (!isCall) return;
      const reason = error instanceof Error ? error.message : String(error);
      const text = `The server at ${url} did not answer: ${reason}`;
      void program.send({ jsonrpc: '2.0', id: message.id, error: { code: -32_000, message: text } });
      close(message.id);
    });
  };
  await server.start();
  await program.start();
  try {
    await Promise.race([once(process.stdin, 'end', { signal }), once(process.stdin, 'close', { signal })]);
    // Whoever only wrote into a pipe gets the answers all the same.
    while (open.size > 0)
      await once(answered, 'answer', { signal: AbortSignal.any([signal, AbortSignal.timeout(lastMs)]) });
  } catch (error) {
    if (!isAbort(error)) throw error;
  }
  await program.close();
  await server.close();
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';
