/** The Model Context Protocol (mcp.md) over the catalogue's operations: one short-lived server of the SDK for each conversation. */

import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  McpError,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { ApiError } from '@partyline/protocol';
import type { Logger } from 'pino';
import type { Caller } from '../auth/tokens.ts';
import type { Operation, Services } from '../operations/operation.ts';
import { argumentsOf, type ReadArguments } from './arguments.ts';
import { attachmentTemplate, readAttachmentURI } from './attachment-uri.ts';
import { toolCatalogue } from './catalogue.ts';
import { desks } from './desk.ts';
import { instructions } from './instructions.ts';
import type { Answer, Tool } from './tool.ts';
import { readAttachment } from './tools/attachments.ts';

export interface McpParts {
  readonly services: Services;
  readonly operations: readonly Operation[];
  readonly log: Logger;
}

export interface Mcp {
  /** Serves one caller over a transport until either side closes it. */
  serve(caller: Caller, transport: Transport): Promise<void>;
}

interface Ready {
  readonly tool: Tool;
  readonly read: ReadArguments;
}

export function createMcp({ services, operations, log }: McpParts): Mcp {
  const deskOf = desks(services);
  const tools = new Map<string, Ready>(
    toolCatalogue(operations).map((tool) => [tool.name, { tool, read: argumentsOf(tool) }]),
  );
  /** Tokens do not see what they could not use. */
  const toolsOf = ({ scopes, policy }: Caller) =>
    [...tools.values()].filter(
      ({ tool }) => scopes.has(tool.scope) && (policy === undefined || tool.withoutPolicy !== true),
    );

  const failure = (error: unknown, what: string): string => {
    if (error instanceof ApiError) return error.message;
    log.error({ err: error, tool: what }, 'a tool failed');
    return 'Something went wrong in the server; its log says more.';
  };

  return {
    async serve(caller, transport) {
      const capabilities = { tools: {}, resources: {} };
      const server = new Server(
        { name: 'partyline', title: 'Partyline', version: services.self.version },
        { capabilities, instructions },
      );
      server.setRequestHandler(ListToolsRequestSchema, () => ({
        tools: toolsOf(caller).map(({ tool }) => described(tool)),
      }));
      server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
        const ready = toolsOf(caller).find(({ tool }) => tool.name === params.name);
        if (ready === undefined) throw new McpError(ErrorCode.InvalidParams, unknownTool(params.name, tools, caller));
        try {
          return result(await ready.tool.run(deskOf(caller, signal), ready.read(params.arguments)));
        } catch (error) {
          return { isError: true, content: [{ type: 'text', text: failure(error, params.name) }] };
        }
      });
      server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({
        resourceTemplates: [
          {
            uriTemplate: attachmentTemplate,
            name: 'attachment',
            title: 'Attachment',
            description: 'A file in a message',
          },
        ],
      }));
      server.setRequestHandler(ReadResourceRequestSchema, async ({ params: { uri } }, { signal }) => {
        const place = readAttachmentURI(uri);
        if (place === undefined) throw new McpError(ErrorCode.InvalidParams, `There is no resource ${uri}`);
        try {
          const { mimeType, bytes } = await readAttachment(deskOf(caller, signal), place);
          return { contents: [{ uri, mimeType, blob: bytes.toString('base64') }] };
        } catch (error) {
          throw new McpError(ErrorCode.InvalidParams, failure(error, uri));
        }
      });
      await server.connect(transport);
    },
  };
}

function unknownTool(name: string, tools: ReadonlyMap<string, Ready>, { scopes }: Caller): string {
  const known = tools.get(name);
  if (known === undefined) return `There is no tool ${name}`;
  return scopes.has(known.tool.scope)
    ? `${name} needs a token without a policy`
    : `${name} needs a token with the scope "${known.tool.scope}"`;
}

function described({ name, title, description, scope, destructive, idempotent, input, output }: Tool) {
  const isRead = scope === 'read';
  return {
    name,
    title,
    description,
    inputSchema: { ...input, type: 'object' as const },
    ...(output !== undefined && { outputSchema: { ...output, type: 'object' as const } }),
    annotations: {
      title,
      readOnlyHint: isRead,
      openWorldHint: true,
      ...(!isRead && { destructiveHint: destructive === true, idempotentHint: idempotent === true }),
    },
  };
}

function result({ text, structured, blocks = [] }: Answer): CallToolResult {
  return {
    content: [{ type: 'text', text }, ...blocks],
    ...(structured !== undefined && { structuredContent: structured }),
  };
}
