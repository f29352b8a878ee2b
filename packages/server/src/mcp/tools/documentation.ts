import { Type } from 'typebox';
import type { Operation } from '../../operations/operation.ts';
import { type Tool, tool } from '../tool.ts';

/** Results shown. */
const most = 10;

const Call = Type.Object({
  method: Type.String(),
  path: Type.String(),
  summary: Type.String(),
  description: Type.String(),
});

/** Searches what this server says of its own HTTP API. */
export function documentation(operations: readonly Operation[]): Tool {
  const pages = operations.map((operation) => {
    const { method, path, summary, description = '', tag, id } = operation;
    return {
      call: { method, path, summary, description },
      words: `${id} ${path} ${tag} ${summary} ${description}`.toLowerCase(),
    };
  });
  return tool({
    name: 'search_docs',
    title: 'Search the documentation',
    description:
      "Finds calls of this server's HTTP API by what they do. The whole description is at /v1/spec and, for people, at /docs.",
    scope: 'read',
    input: Type.Object({
      query: Type.String({ minLength: 1, maxLength: 1_000 }),
      language: Type.Optional(Type.String({ description: 'Accepted, and of no effect' })),
      detail: Type.Optional(Type.String({ description: 'Accepted, and of no effect' })),
    }),
    output: Type.Object({ items: Type.Array(Call) }),
    async run(_desk, { query }) {
      const words = query.toLowerCase().split(/\s+/);
      const rated = pages
        .map((page) => ({ page, hits: words.filter((word) => page.words.includes(word)).length }))
        .filter(({ hits }) => hits > 0)
        .toSorted((a, b) => b.hits - a.hits)
        .slice(0, most);
      const items = rated.map(({ page }) => page.call);
      const sections = items.map((call) =>
        `## ${call.method} ${call.path}\n${call.summary}. ${call.description}`.trim(),
      );
      return {
        text: sections.join('\n\n') || `Nothing is said of "${query}"; see /docs.`,
        structured: { items },
      };
    },
  });
}
