/** Which methods an address knows, for requests that no route takes. */

import { ApiError } from '@partyline/protocol';

export interface Address {
  /** With `{name}` for what may be anything: `/v1/accounts/{accountID}`. */
  readonly path: string;
  readonly method: string;
}

export interface Refusal {
  readonly error: ApiError;
  /** The methods that the address knows; empty when there is no such address. */
  readonly allow: readonly string[];
}

/** @returns why a request with that address (with or without a query) is not served */
export function refusalOf(addresses: readonly Address[]): (url: string) => Refusal {
  const patterns = addresses.map(({ path, method }) => ({
    pattern: patternOf(path),
    parameters: path.split('{').length,
    method,
  }));
  return (url) => {
    const path = url.split('?', 1)[0] ?? '';
    const fitting = patterns.filter(({ pattern }) => pattern.test(path));
    // An address that is spelt out is not one with a name in its place.
    const fewest = Math.min(...fitting.map(({ parameters }) => parameters));
    const known = fitting.filter(({ parameters }) => parameters === fewest).map(({ method }) => method);
    if (known.length === 0) return { error: noSuchAddress(), allow: [] };
    const allow = known.includes('GET') ? [...known, 'HEAD'] : known;
    return { error: new ApiError('METHOD_NOT_ALLOWED', `This address knows ${allow.join(' and ')} only`), allow };
  };
}

export const noSuchAddress = (): ApiError =>
  new ApiError('NOT_FOUND', 'This address was not found here. GET /v1/spec lists what there is.');

function patternOf(path: string): RegExp {
  const segments = path.split('/').map((segment) => (segment.startsWith('{') ? '[^/]+' : RegExp.escape(segment)));
  return new RegExp(`^${segments.join('/')}$`);
}
