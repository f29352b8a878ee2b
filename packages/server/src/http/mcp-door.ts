/**
 * MCP over HTTP (mcp.md, section 1): `/v0/mcp` is Streamable HTTP, each request by itself, so that nothing is lost with a restart; `/v0/sse` is the
 * older transport of two addresses. The SDK is loaded with the first call: a server that no model calls does not pay for it.
 */

import type { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { ApiError, notFound } from '@partyline/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Caller, Tokens } from '../auth/tokens.ts';
import type { Mcp, McpParts } from '../mcp/mcp.ts';
import { findCaller } from './bearer.ts';
import type { Monitor } from './monitor.ts';

/** A file as base64 fits (mcp/tools/files.ts). */
const bodyLimit = 24 * 1024 * 1024;
/** Conversations over the older transport at the same time. */
const maxConversations = 100;

export const mcpAddresses = [
  { path: '/v0/mcp', method: 'POST' },
  { path: '/v0/sse', method: 'GET' },
  { path: '/v0/sse/messages', method: 'POST' },
] as const;

interface Conversation {
  readonly tokenID: string;
  readonly transport: SSEServerTransport;
}

/** @param stopping ends the conversations that stay open */
export function mountMcp(
  app: FastifyInstance,
  parts: McpParts,
  tokens: Tokens,
  monitor: Monitor,
  stopping: AbortSignal,
): void {
  const load = once(async () => {
    const [{ createMcp }, streamable, sse] = await Promise.all([
      import('../mcp/mcp.ts'),
      import('@modelcontextprotocol/sdk/server/streamableHttp.js'),
      import('@modelcontextprotocol/sdk/server/sse.js'),
    ]);
    return { mcp: createMcp(parts), ...streamable, ...sse };
  });
  const conversations = new Map<string, Conversation>();
  const onRequest = findCaller(tokens);
  const config = { scope: 'read' as const };
  const [streamable, events, messages] = mcpAddresses;

  const count = (address: (typeof mcpAddresses)[number]) => monitor.answers(address.method, address.path, 200);
  const countStreamable = count(streamable);
  const countEvents = count(events);
  const countMessages = count(messages);

  app.post(streamable.path, { onRequest, config, bodyLimit }, async (request, reply) => {
    const caller = readerOf(request);
    const { mcp, StreamableHTTPServerTransport } = await load();
    const transport = new StreamableHTTPServerTransport();
    await serve(mcp, caller, transport, reply, countStreamable);
    await transport.handleRequest(request.raw, reply.raw, request.body);
    return reply;
  });

  app.get(events.path, { onRequest, config }, async (request, reply) => {
    const caller = readerOf(request);
    if (conversations.size >= maxConversations)
      throw new ApiError('UNAVAILABLE', 'Too many conversations are open; use /v0/mcp, which needs none.');
    const { mcp, SSEServerTransport } = await load();
    const transport = new SSEServerTransport(messages.path, reply.raw);
    conversations.set(transport.sessionId, { tokenID: caller.tokenID, transport });
    reply.raw.once('close', () => conversations.delete(transport.sessionId));
    await serve(mcp, caller, transport, reply, countEvents);
    return reply;
  });

  app.post<{ Querystring: { sessionId?: string } }>(
    messages.path,
    { onRequest, config, bodyLimit },
    async (request, reply) => {
      const caller = readerOf(request);
      const conversation = conversations.get(request.query.sessionId ?? '');
      // Who knows the ID alone has no part in it.
      if (conversation === undefined || conversation.tokenID !== caller.tokenID) throw notFound('Conversation');
      reply.hijack();
      countMessages();
      await conversation.transport.handlePostMessage(request.raw, reply.raw, request.body);
      return reply;
    },
  );

  stopping.addEventListener('abort', () => {
    for (const { transport } of conversations.values()) void transport.close();
  });
}

/** From here on the SDK answers, and what it serves ends with the connection. */
async function serve(
  mcp: Mcp,
  caller: Caller,
  transport: Parameters<Mcp['serve']>[1],
  reply: FastifyReply,
  countAnswer: () => void,
): Promise<void> {
  const headers = Object.entries(reply.getHeaders());
  reply.hijack();
  for (const [name, value] of headers) if (value !== undefined) reply.raw.setHeader(name, value);
  reply.raw.once('close', () => void transport.close());
  countAnswer();
  await mcp.serve(caller, transport);
}

/** @throws ApiError `FORBIDDEN` */
function readerOf({ caller }: FastifyRequest): Caller {
  if (caller === undefined) throw new ApiError('unauthorized');
  if (!caller.scopes.has('read')) throw new ApiError('FORBIDDEN', 'MCP needs a token with the scope "read"');
  return caller;
}

/** A failed load is tried again. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}
