/** Names of servers, and keeping a sign-in under one. */

import { CliError } from '../exit.ts';
import { normalise } from '../match.ts';
import { changeServers, type ServersFile, type SignedInServer } from './servers-file.ts';

/** What a server is called when the person says nothing: its host, with the port where that is not the usual one. */
export function nameFor(url: string, { servers }: ServersFile): string {
  const before = servers.find((server) => server.url === url);
  if (before !== undefined) return before.name;
  const { host } = new URL(url);
  for (let count = 1; ; count++) {
    const name = count === 1 ? host : `${host}-${count}`;
    if (!servers.some((server) => normalise(server.name) === normalise(name))) return name;
  }
}

/** @throws CliError 2 when another server has the name, or it is none */
export function checkName(name: string, url: string, { servers }: ServersFile): void {
  const complaint =
    normalise(name) === '' || name.length > 100 || /\p{C}/u.test(name)
      ? 'a name has 1 to 100 letters'
      : servers.some((server) => server.url !== url && normalise(server.name) === normalise(name))
        ? 'another server is called that'
        : undefined;
  if (complaint !== undefined) throw new CliError('usage', 'usage', `"${name}" cannot be its name: ${complaint}.`);
}

/** In the place of an earlier sign-in to the same server. @returns the sign-in that it replaced */
export async function remember(
  server: SignedInServer,
  asDefault: boolean,
): Promise<{ readonly isDefault: boolean; readonly replaced: SignedInServer | undefined }> {
  let replaced: SignedInServer | undefined;
  const after = await changeServers(async (file) => {
    checkName(server.name, server.url, file);
    replaced = file.servers.find((other) => other.url === server.url);
    const others = file.servers.filter((other) => other.url !== server.url);
    const wasDefault = file.default !== undefined && file.default === replaced?.name;
    const isDefault = asDefault || wasDefault || file.default === undefined;
    return { default: isDefault ? server.name : file.default, servers: [...others, server] };
  });
  return { isDefault: after.default === server.name, replaced };
}

/** @returns the one of this name or address @throws CliError 5 when there is none */
export function pickServer(words: string, { servers }: ServersFile): SignedInServer {
  const url = words.replace(/\/+$/, '');
  const found =
    servers.find((server) => server.url === url) ??
    servers.find((server) => normalise(server.name) === normalise(words));
  if (found !== undefined) return found;
  const names = servers.map(({ name }) => name);
  const rest =
    names.length === 0
      ? 'You are signed in to none.'
      : `You are signed in to:\n${names.map((name) => `  ${name}`).join('\n')}`;
  throw new CliError('nothingMatched', 'nothing_matched', `No server is called "${words}". ${rest}`, {
    candidates: names,
  });
}
