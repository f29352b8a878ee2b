/** The client-server API as a bridge uses it. */

export interface Matrix {
  readonly bot: string;
  readonly owner: string;
  ghost(userID: string): string;
  userOf(mxid: string): string;
  call(method: string, path: string, actor: string, body?: unknown, query?: Record<string, string>): Promise<Json>;
  upload(bytes: string, type: string, fileName: string): Promise<string>;
  download(address: string): Promise<string>;
}

// biome-ignore lint/suspicious/noExplicitAny: what a bridge is told is JSON of which its own code knows the shape.
export type Json = any;

export function openMatrix(config: Json): Matrix {
  const { address, domain } = config.homeserver;
  const token: string = config.appservice.as_token;
  const [owner = ''] = Object.keys(config.bridge.permissions);
  const [before] = config.appservice.username_template.split('{{.}}');
  const mxid = (localpart: string) => `@${localpart}:${domain}`;
  const request = async (method: string, path: string, init: RequestInit) => {
    for (let attempt = 0; ; attempt++) {
      const response = await fetch(`${address}${path}`, {
        method,
        ...init,
        headers: { authorization: `Bearer ${token}`, ...init.headers },
      });
      if (response.status === 503 && attempt < 4) continue;
      if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
      return response;
    }
  };
  return {
    bot: mxid(config.appservice.bot.username),
    owner,
    ghost: (userID) => mxid(`${before}${userID}`),
    userOf: (id) => id.slice(before.length + 1, id.indexOf(':')),
    async call(method, path, actor, body, query = {}) {
      const search = new URLSearchParams({ user_id: actor, ...query });
      const payload = method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) };
      const headers = { 'content-type': 'application/json' };
      const full = path.startsWith('/_matrix') ? path : `/_matrix/client${path}`;
      return (await request(method, `${full}?${search}`, { ...payload, headers })).json();
    },
    async upload(bytes, type, fileName) {
      // As with async_media: the address comes first, and the bytes later.
      const created: Json = await (await request('POST', '/_matrix/media/v1/create', { body: '{}' })).json();
      const path = created.content_uri.replace('mxc://', '');
      const query = new URLSearchParams({ filename: fileName });
      setTimeout(() => {
        void request('PUT', `/_matrix/media/v3/upload/${path}?${query}`, {
          body: bytes,
          headers: { 'content-type': type },
        });
      }, 30);
      return created.content_uri;
    },
    async download(mxc) {
      return (await request('GET', `/_matrix/client/v1/media/download/${mxc.replace('mxc://', '')}`, {})).text();
    },
  };
}
