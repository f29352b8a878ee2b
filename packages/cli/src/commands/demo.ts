/** A server to try things on: everything in a temporary folder, with a sandbox account in every status. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Partyline } from '@partyline/client';
import type { AccountStatus } from '@partyline/protocol';
import { CliError } from '../exit.ts';
import type { Globals } from '../globals.ts';
import { invocation } from '../hint.ts';
import { paint } from '../text.ts';
import { writeLog } from './log-line.ts';
import { tellStopped } from './serve.ts';
import { watchSignals } from './stop-signals.ts';
import { webAppFolder } from './web-app.ts';

/** The sandbox's word for the state that each account starts in, and the status that follows from it. */
const casts: ReadonlyArray<readonly [username: string, state: string, status: AccountStatus]> = [
  ['ada', 'connected', 'connected'],
  ['ben', 'connecting', 'connecting'],
  ['cleo', 'backfilling', 'backfilling'],
  ['dora', 'lost', 'disconnected'],
  ['emil', 'signed_out', 'reconnect_required'],
  ['fay', 'blocked', 'attention_required'],
  ['gus', 'unconfigured', 'connection_required'],
  ['hana', 'connected', 'disabled'],
];

/** @param flags of `serve`, as the server's reader wants them. */
export async function serveDemo(flags: readonly string[], globals: Globals): Promise<void> {
  const signals = watchSignals();
  const { readSettings, startServer } = await import('@partyline/server');
  const dataDir = mkdtempSync(join(tmpdir(), 'partyline-demo-'));
  process.on('exit', () => rmSync(dataDir, { recursive: true, force: true }));
  const quiet =
    flags.some((flag) => flag.startsWith('--log-level')) || process.env['PARTYLINE_LOG_LEVEL']
      ? []
      : ['--log-level=warn'];
  const argv = [
    ...flags.filter((flag) => !flag.startsWith('--data-dir')),
    ...quiet,
    `--data-dir=${dataDir}`,
    '--sandbox',
  ];
  const settings = readSettings({ argv, env: process.env });
  const server = await startServer(settings, undefined, await webAppFolder(globals));
  try {
    const token = server.firstToken ?? settings.accessToken;
    if (token === undefined) throw new CliError('failed', 'no_token', 'The demo server made no token.');
    await addAccounts(new Partyline({ accessToken: token, baseURL: server.url }));
    if (globals.json) writeLog({ msg: 'Partyline demo listens', url: server.url, token, dataDir });
    else process.stdout.write(`${welcome(server.url, token, server.claimURL ?? server.url)}\n`);
  } catch (error) {
    await server.close();
    throw error;
  }
  await signals.untilStopped(() => server.close());
  tellStopped(globals);
}

/** Through the public API, as any program would. */
async function addAccounts(client: Partyline): Promise<void> {
  for (const [username, state, status] of casts) {
    const { bridgeID, loginSessionID, currentStep } = await client.bridges.loginSessions.create('local-sandbox', {
      flowID: 'form',
    });
    const done = await client.bridges.loginSessions.steps.submit(currentStep?.stepID ?? '', {
      bridgeID,
      loginSessionID,
      type: 'user_input',
      fields: { username, password: 'demo', status: state, fullName: `${username} (${status})` },
    });
    if (done.account === undefined) {
      throw new CliError(
        'failed',
        'demo_failed',
        `The sandbox did not take ${username}: ${done.error?.message ?? done.status}`,
      );
    }
    if (status === 'disabled') await client.accounts.update(done.account.accountID, { isDisabled: true });
  }
}

const welcome = (
  url: string,
  token: string,
  claimURL: string,
): string => `Partyline demo listens on ${paint('bold', url)}
with a sandbox account in every status. Ctrl-C ends it, and everything is gone.

  In your browser, where you choose a passphrase first: ${paint('bold', claimURL)}

  Token: ${paint('bold', token)}

  Look at it from another terminal:

    export BEEPER_BASE_URL=${url} BEEPER_ACCESS_TOKEN=${token}
    ${invocation()} accounts list
    curl -H "Authorization: Bearer $BEEPER_ACCESS_TOKEN" ${url}/v1/accounts

  TypeScript:

    import Partyline from '@partyline/client';
    const client = new Partyline({ accessToken: process.env['BEEPER_ACCESS_TOKEN'] });
    console.log(await client.accounts.list());

  Python (pip install beeper-desktop-api):

    import os
    from beeper_desktop_api import BeeperDesktop
    client = BeeperDesktop(access_token=os.environ.get("BEEPER_ACCESS_TOKEN"), base_url="${url}")
    print(client.accounts.list())
`;
