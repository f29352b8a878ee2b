/** The token of a server that this person signed in to: exchanged for the next one before it expires, by one command at a time. */

import { CliError } from '../exit.ts';
import { hint } from '../hint.ts';
import { askForTokens, OAuthRefusal, signedIn } from './oauth.ts';
import { changeServers, readServers, type SignedInServer } from './servers-file.ts';

/** One that expires sooner is not begun with. */
const spareMs = 60_000;

interface StoredToken {
  /** One that holds for a while yet. @throws CliError 3 when there is none to be had */
  current(): Promise<string>;
  /** Another one than that which the server just refused; undefined when there is none. */
  instead(refused: string): Promise<string | undefined>;
}

export function storedToken(server: SignedInServer): StoredToken {
  let known = server;
  let changing: Promise<void> | undefined;

  /** A refresh token works once, and using it twice ends the sign-in: whoever comes second takes what the first one got. */
  const renew = async (isGood: (entry: SignedInServer) => boolean) => {
    await changeServers(async (file) => {
      const entry = file.servers.find(({ url }) => url === known.url);
      if (entry === undefined) throw signInAgain(known.url, 'Somebody signed out of it meanwhile');
      known = entry;
      if (isGood(entry) || entry.refresh === undefined) return file;
      known = await refreshed(entry, entry.refresh);
      return { ...file, servers: file.servers.map((other) => (other === entry ? known : other)) };
    });
  };
  const alone = (isGood: (entry: SignedInServer) => boolean) => {
    changing ??= renew(isGood).finally(() => {
      changing = undefined;
    });
    return changing;
  };

  return {
    async current() {
      if (!lasts(known)) await alone(lasts);
      return known.accessToken;
    },
    async instead(refused) {
      if (known.accessToken === refused) {
        if (known.refresh === undefined) return undefined;
        await alone((entry) => entry.accessToken !== refused);
      }
      return known.accessToken === refused ? undefined : known.accessToken;
    },
  };
}

const lasts = ({ expiresAt }: SignedInServer): boolean =>
  expiresAt === undefined || Date.parse(expiresAt) - Date.now() > spareMs;

async function refreshed(
  entry: SignedInServer,
  { token, clientID, endpoint }: NonNullable<SignedInServer['refresh']>,
): Promise<SignedInServer> {
  const form = { grant_type: 'refresh_token', refresh_token: token, client_id: clientID };
  try {
    // To its end, whatever the person presses: a token that was used and whose follower is not kept would end the sign-in.
    const tokens = await askForTokens(endpoint, form, new AbortController().signal);
    const kept = { refreshToken: token, ...tokens };
    return signedIn(entry, entry.way, kept, { id: clientID, endpoint });
  } catch (error) {
    if (error instanceof OAuthRefusal) throw signInAgain(entry.url, error.message.replace(/\.$/, ''));
    throw error;
  }
}

export function signInAgain(url: string, why: string): CliError {
  const again = hint('setup', { dataDir: undefined, url, urlFrom: '--url' });
  return new CliError('signInNeeded', 'sign_in_needed', `${why}: sign in to ${url} again with \`${again}\`.`, { url });
}

/** Calls with the stored token, whatever the caller says, and once more with another when it has run out meanwhile. */
export function fetchWith(token: StoredToken): typeof fetch {
  return async (input, init) => {
    const call = async (text: string) => {
      const headers = new Headers(init?.headers);
      headers.set('authorization', `Bearer ${text}`);
      return fetch(input, { ...init, headers });
    };
    const first = await token.current();
    const response = await call(first);
    // A body that streams is gone after the first try.
    const isRepeatable = init?.body === undefined || init.body === null || typeof init.body === 'string';
    if (response.status !== 401 || !isRepeatable) return response;
    const second = await token.instead(first);
    if (second === undefined) return response;
    await response.body?.cancel();
    return call(second);
  };
}

/** The server that is meant where nothing else is said. */
export async function usualServer(): Promise<SignedInServer | undefined> {
  const { default: name, servers } = await readServers();
  return servers.find((server) => server.name === name);
}
