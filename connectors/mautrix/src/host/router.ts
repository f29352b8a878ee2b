/** Which handler answers which request. Paths are split before they are decoded: IDs may hold encoded slashes. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fields } from '@partyline/matrix-content';

export interface Call {
  /** The user the bridge acts as. */
  readonly actor: string;
  readonly query: URLSearchParams;
  /** Decoded values of the path's variable parts, by name. */
  path(name: string): string;
  /** The JSON body; `{}` when there is none. @throws MatrixError when it is not an object */
  body(): Promise<Fields>;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

export interface Route {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** `/v3/rooms/:room/state/:type/:key`: after `/_matrix/client`, unless it begins with `/_matrix`. */
  readonly path: string;
  /** @returns the JSON answer; undefined when the handler has answered by itself */
  handle(call: Call): Fields | readonly unknown[] | undefined | Promise<Fields | readonly unknown[] | undefined>;
}

export interface Match {
  readonly route: Route;
  readonly values: ReadonlyMap<string, string>;
}

export type Router = (method: string, path: string) => Match | undefined;

export function createRouter(routes: readonly Route[]): Router {
  const known = routes.map((route) => ({ route, parts: split(fullPath(route.path)) }));
  return (method, path) => {
    const given = split(path);
    for (const { route, parts } of known) {
      if (route.method !== method || !fits(parts, given)) continue;
      const values = new Map<string, string>();
      for (const [index, part] of parts.entries())
        if (part.startsWith(':')) values.set(part.slice(1), decode(given[index] ?? ''));
      return { route, values };
    }
    return undefined;
  };
}

const fullPath = (path: string) => (path.startsWith('/_matrix') ? path : `/_matrix/client${path}`);

const split = (path: string) => path.split('/').slice(1);

/** An empty last part may be left out: the state key of most state. */
function fits(parts: readonly string[], given: readonly string[]): boolean {
  const last = parts.at(-1);
  const missing = parts.length - given.length;
  if (missing !== 0 && !(missing === 1 && last === ':key')) return false;
  return parts.every((part, index) => part.startsWith(':') || part === given[index]);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** What a path looks like without anybody's IDs: for the log. */
export function shapeOf(path: string): string {
  return split(path)
    .map((part) => (/[!@#$:%]|[0-9]{3,}/.test(part) ? '…' : part.slice(0, 40)))
    .join('/');
}
