/** Plain calls to a server, as any program would make them. */

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
  /** The body as it came. */
  readonly text: string;
}

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly details?: { readonly issues: readonly { readonly code: string; readonly path: readonly unknown[] }[] };
}

export interface Api {
  call<T>(method: string, path: string, body?: unknown): Promise<Answer<T>>;
  /** @throws Error when the answer is not 2xx */
  get<T>(path: string): Promise<T>;
  /** @throws Error when the answer is not 2xx */
  post<T>(path: string, body?: unknown): Promise<T>;
}

export function apiOf(url: string, token: string): Api {
  const call = async <T>(method: string, path: string, body?: unknown): Promise<Answer<T>> => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  };
  const good = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await call<T>(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  };
  return { call, get: (path) => good('GET', path), post: (path, body) => good('POST', path, body) };
}

function parsed(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
