/** The servers that this person signed in to: listed, chosen, forgotten, signed out of. */

import { CliError } from '../exit.ts';
import { type Globals, refuseWhenReadOnly } from '../globals.ts';
import { hint } from '../hint.ts';
import { interruptible } from '../interrupt.ts';
import { probe } from '../probe.ts';
import type { Result } from '../result.ts';
import { revoke } from '../sign-in/oauth.ts';
import { pickServer } from '../sign-in/remember.ts';
import {
  changeServers,
  readServers,
  type ServersFile,
  type SignedInServer,
  serversPath,
} from '../sign-in/servers-file.ts';
import { formatTable } from '../table.ts';
import { columns, paint, printable } from '../text.ts';

export async function listServers(): Promise<Result> {
  const file = await readServers();
  const items = await Promise.all(
    file.servers.map(async (server) => ({
      name: server.name,
      url: server.url,
      isDefault: server.name === file.default,
      way: server.way,
      expiresAt: server.expiresAt ?? null,
      refreshes: server.refresh !== undefined,
      answers: (await probe(server.url, 3_000)) !== undefined,
    })),
  );
  if (items.length === 0) {
    const how = hint('setup --url https://chat.example.org', {
      dataDir: undefined,
      url: undefined,
      urlFrom: undefined,
    });
    const text = `You are signed in to no server elsewhere; that of this machine needs no sign-in. Sign in with:\n\n  ${how}`;
    return { document: { items, file: serversPath() }, text };
  }
  const rows = items.map(({ name, url, isDefault, answers, way }) => ({
    cells: [isDefault ? '*' : '', printable(name), url, answers ? 'yes' : 'no', words[way]],
  }));
  const titles = [{ title: '' }, { title: 'NAME' }, { title: 'ADDRESS' }, { title: 'ANSWERS' }, { title: 'SIGNED IN' }];
  const width = process.stdout.isTTY ? columns() : Number.POSITIVE_INFINITY;
  const table = formatTable(titles, rows, width, (cell, _column, row) =>
    row === undefined ? paint('bold', cell) : cell,
  );
  return { document: { items, file: serversPath() }, text: table };
}

const words = {
  browser: 'in a browser',
  device: 'by a device code',
  code: 'by a code',
  token: 'with a token',
} as const;

/** @throws CliError 5 when none is called that */
export async function useServer(name: string, globals: Globals): Promise<Result> {
  refuseWhenReadOnly(globals, 'choose another server');
  const file = await changeServers(async (before) => ({ ...before, default: pickServer(name, before).name }));
  const { url } = pickServer(file.default ?? '', file);
  return {
    document: { default: file.default, url },
    text: `Commands that name no server call ${url} now, unless one runs on the data folder of this machine.`,
  };
}

/** Nothing is told to the server: its token stays good. @throws CliError 5 when none is called that */
export async function forgetServer(name: string, globals: Globals): Promise<Result> {
  refuseWhenReadOnly(globals, 'forget a server');
  const server = pickServer(name, await readServers());
  await changeServers(async (file) => without(file, server));
  const text = `${server.url} is forgotten here. The token stays good at the server; \`sign-out\` would have ended it, and \`token revoke\` there still can.`;
  return { document: { removed: server.name, url: server.url }, text };
}

/**
 * Ends the sign-in at the server, then forgets it.
 *
 * @param name the usual one by default
 * @throws CliError 2 when it is not clear which; 4 when the server does not answer, and then nothing is forgotten; 5 when none is called that
 */
export const signOut = (name: string | undefined, globals: Globals): Promise<Result> =>
  interruptible(async (signal) => {
    refuseWhenReadOnly(globals, 'sign out');
    const server = which(name ?? globals.url, await readServers());
    // A token that the person made and passed on may be used elsewhere too: it is theirs to end.
    const revoked = server.way !== 'token';
    await changeServers(async (file) => {
      // As it is now: another command may have exchanged the token meanwhile.
      const entry = pickServer(server.url, file);
      if (revoked) await revoke(entry, signal);
      return without(file, entry);
    });
    const text = revoked
      ? `Signed out of ${server.url}.`
      : `${server.url} is forgotten here. You passed its token yourself: it stays good until you revoke it there.`;
    return { document: { signedOut: server.name, url: server.url, revoked }, text };
  });

function which(name: string | undefined, file: ServersFile): SignedInServer {
  if (name !== undefined) return pickServer(name, file);
  const usual = file.servers.find((server) => server.name === file.default);
  if (usual !== undefined) return usual;
  const names = file.servers.map((server) => server.name);
  if (names.length === 0) throw new CliError('nothingMatched', 'nothing_matched', 'You are signed in to no server.');
  throw new CliError('usage', 'missing_server', `Say which: ${names.join(', ')}`, { candidates: names });
}

const without = (file: ServersFile, server: SignedInServer): ServersFile => ({
  default: file.default === server.name ? undefined : file.default,
  servers: file.servers.filter(({ url }) => url !== server.url),
});
