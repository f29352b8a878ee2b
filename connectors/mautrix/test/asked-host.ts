/** A homeserver's side that is asked over HTTP, as a bridge asks. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHttpHost } from '../src/host/http-host.ts';
import { openHomeserver } from '../src/host/open-homeserver.ts';
import { allRoutes } from '../src/host/routes/all.ts';
import { DOMAIN, identitiesOf, OWNER } from '../src/identities.ts';
import { toldEvents } from '../src/inbox/told-events.ts';
import type { Scope } from './scope.ts';

export const identities = identitiesOf('net');
export const bot = identities.bot;
export const bob = identities.ghost('bob');
export const enc = encodeURIComponent;

export async function startHost(scope: Scope) {
  const folder = mkdtempSync(join(tmpdir(), 'partyline-host-'));
  const homeserver = openHomeserver(folder, identities, () => {});
  const warnings: string[] = [];
  const warn = (message: string, fields?: object) => void warnings.push(`${message} ${JSON.stringify(fields)}`);
  const log = { debug() {}, info() {}, warn, error: warn };
  const host = await startHttpHost({
    routes: allRoutes(homeserver),
    identities,
    token: 'secret',
    door: { host: '127.0.0.1', port: 0 },
    log,
  });
  scope.after(async () => {
    await host.close();
    homeserver.db.close();
    rmSync(folder, { recursive: true });
  });
  const raw = async (method: string, path: string, body?: string, token = 'secret') => {
    const url = `http://127.0.0.1:${host.port}${path.startsWith('/_matrix') ? path : `/_matrix/client${path}`}`;
    const headers = { authorization: `Bearer ${token}` };
    return fetch(url, { method, headers, ...(body !== undefined && { body }) });
  };
  const call = async (method: string, path: string, actor = bot, body?: object, token?: string) => {
    const separator = path.includes('?') ? '&' : '?';
    const response = await raw(method, `${path}${separator}user_id=${enc(actor)}`, body && JSON.stringify(body), token);
    return { status: response.status, body: JSON.parse(await response.text()) };
  };
  /** Events the server would be told, in order. */
  const told = () => {
    const items = homeserver.untold.next('ann', 0, 1_000);
    homeserver.untold.done('ann', items.at(-1)?.seq ?? 0);
    return items.flatMap((item) => toldEvents(homeserver, 'ann', item));
  };
  return { host, homeserver, warnings, raw, call, told };
}

type Host = Awaited<ReturnType<typeof startHost>>;

export async function portal({ call }: Host, channel: object = {}): Promise<string> {
  const key = `${DOMAIN}/net`;
  const { body } = await call('POST', '/v3/createRoom', bot, {
    'com.beeper.local_room_id': `!chat one.ann:${DOMAIN}`,
    'com.beeper.initial_members': [OWNER, bob],
    'com.beeper.auto_join_invites': true,
    initial_state: [
      {
        type: 'm.bridge',
        state_key: key,
        content: { channel: { id: 'chat one', 'fi.mau.receiver': 'ann', ...channel } },
      },
    ],
  });
  return body.room_id;
}
