/** The composition root: builds the parts from the settings, listens, and ends them in order. */

import { createRequire } from 'node:module';
import { openAccountBook } from './accounts/account-book.ts';
import { fetchMedia } from './accounts/fetch-media.ts';
import { inboxAccounts } from './accounts/inbox-accounts.ts';
import { openGround } from './assembly/ground.ts';
import { openInbox } from './assembly/inbox.ts';
import { findBridges } from './assembly/known-bridges.ts';
import { createNetworks, type Networks } from './assembly/networks.ts';
import { openSending } from './assembly/sending.ts';
import { openServices } from './assembly/services.ts';
import type { Announce } from './auth/setup/code-sender.ts';
import type { Tokens } from './auth/tokens.ts';
import type { Settings } from './config/settings.ts';
import { checkTogether } from './config/settings-together.ts';
import { buildApp } from './http/app.ts';
import { listen } from './http/listen.ts';
import { createMonitor } from './http/monitor.ts';
import { readTls } from './http/tls-files.ts';
import { readWebApp } from './http/web-app/files.ts';
import type { AccountFacts } from './inbox/account-facts.ts';
import { catalogue } from './operations/catalogue.ts';
import { withTimeLimit } from './runtime/time-limit.ts';
import { removeServerFile, writeServerFile } from './store/data-folder.ts';
import { soleOwner } from './store/store.ts';

export interface RunningServer {
  /** Where it is called: `http://localhost:23373`. */
  readonly url: string;
  /** Every address it answers at, best first. */
  readonly urls: readonly string[];
  readonly dataDir: string;
  /** The token made at the first start, told this once. */
  readonly firstToken: string | undefined;
  /** Where the owner chooses a passphrase, once and within an hour; undefined when they did. */
  readonly claimURL: string | undefined;
  /** How many accounts there were at the start. */
  readonly accountCount: number;
  /** Drains and ends within 5 s. */
  close(): Promise<void>;
}

const { version }: { version: string } = createRequire(import.meta.url)('../package.json');

/** Answers under way, and connections to networks, get this long to end. */
const drainMs = 3_000;

/**
 * @param announce shows the person at the console what only they are to see
 * @param webAppFolder the built web app, which is served at `/`; without one the API page is
 * @throws Error in words when the server cannot start; whatever was opened is closed again
 */
export async function startServer(
  settings: Settings,
  announce: Announce = print,
  webAppFolder?: string,
): Promise<RunningServer> {
  checkTogether(settings);
  await using opened = new AsyncDisposableStack();
  const ground = await openGround(settings, opened);
  const { log, store, tokens, signIn } = ground;
  const listening = await listen(settings.host, settings.port, readTls(settings));
  opened.defer(() => listening.close(drainMs));
  const bridges = await findBridges(settings, log);
  const book = await openAccountBook(store, bridges);
  const accounts = inboxAccounts(book, bridges);
  const inbox = await openInbox(ground, {
    accounts,
    fetchRemote: (owner, accountID, fetch) => fetchMedia(book, networks.supervisor, owner, accountID, fetch),
  });
  const { stream, typing, purger, ingest } = inbox;
  const monitor = createMonitor(book, store);
  const networks: Networks = createNetworks(ground, { bridges, book, ingest, monitor });
  const { supervisor } = networks;
  opened.defer(
    async () =>
      void (await Promise.all([
        stream.close(),
        listening.close(drainMs),
        withTimeLimit(drainMs, supervisor.stop()).catch(() => undefined),
      ])),
  );
  const connectionOf = ({ loginID }: AccountFacts) => supervisor.connection(loginID);
  // Ends before the connections close, so that what is under way has its time.
  const sending = await openSending(ground, { accounts, inbox, connectionOf, monitor, version, drainMs });
  book.onStatus(({ accountID, status }) => {
    if (status === 'connected' || status === 'backfilling') sending.outbox.wake(accountID);
    else typing.forget(accountID);
  });
  const [baseURL] = listening.urls;
  const self = {
    version,
    baseURL,
    port: listening.port,
    hostname: settings.host === 'localhost' ? '127.0.0.1' : settings.host,
    remoteAccess: settings.remoteAccess,
  };
  const services = await openServices(ground, {
    bridges,
    book,
    accounts,
    inbox,
    networks,
    connectionOf,
    sending,
    self,
    announce,
  });
  const stopping = new AbortController();
  opened.defer(() => stopping.abort());
  const app = await buildApp({
    stopping: stopping.signal,
    log,
    guard: settings,
    tokens,
    monitor,
    trustedProxies: settings.trustedProxies,
    signIn,
    webApp: webAppFolder === undefined ? undefined : readWebApp(webAppFolder),
    operations: catalogue({ sandbox: settings.sandbox }),
    services,
  });
  const firstToken = await firstStart(tokens);
  const { claimCode } = signIn.owner;
  // Before the first answer: what was true when the server stopped is not true now.
  networks.start();
  purger.wake();
  services.reminders.start();
  await sending.webhooks.start();
  listening.serve((request, response) => app.routing(request, response));
  writeServerFile(settings.dataDir, { pid: process.pid, url: baseURL, startedAt: new Date().toISOString() });
  opened.defer(() => {
    monitor.stopping();
    removeServerFile(settings.dataDir);
  });
  log.debug({ urls: listening.urls, dataDir: settings.dataDir, version }, 'listening');

  const parts = opened.move();
  return {
    url: baseURL,
    urls: listening.urls,
    dataDir: settings.dataDir,
    firstToken,
    claimURL: claimCode === undefined ? undefined : `${baseURL}/claim/${claimCode}`,
    accountCount: book.accounts(soleOwner).length,
    close: () => parts.disposeAsync(),
  };
}

/** A server nobody can call yet makes its first token. */
async function firstStart(tokens: Tokens): Promise<string | undefined> {
  if ((await tokens.list()).length > 0) return undefined;
  return (await tokens.create({ name: 'first start', scopes: ['read', 'write'] })).token;
}

const print: Announce = (text) => void process.stdout.write(`${text}\n`);
