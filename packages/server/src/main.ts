/** The composition root: builds the parts from the settings, listens, and ends them in order. */

import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { JsonObject, Log } from '@partyline/connector';
import type { Logger } from 'pino';
import { openAccountBook } from './accounts/account-book.ts';
import { awaitBridges } from './accounts/await-bridges.ts';
import { type BridgeDefinition, builtInBridges, discoveredBridges } from './accounts/bridge-definitions.ts';
import { createBridges } from './accounts/bridges.ts';
import { createChatActions } from './accounts/chat-actions.ts';
import { createContacts } from './accounts/contacts.ts';
import { fetchMedia } from './accounts/fetch-media.ts';
import { inboxAccounts } from './accounts/inbox-accounts.ts';
import type { KeeperTimes } from './accounts/keeper.ts';
import { createCompletion } from './accounts/login-sessions/completion.ts';
import { createLiveSessions } from './accounts/login-sessions/live-sessions.ts';
import { createLoginSessions } from './accounts/login-sessions/login-sessions.ts';
import { sessionRows } from './accounts/login-sessions/session-rows.ts';
import { createLogins } from './accounts/logins.ts';
import { createNewChats } from './accounts/new-chats.ts';
import { createSandboxControl } from './accounts/sandbox-control.ts';
import { createSupervisor } from './accounts/supervisor.ts';
import { createAudit } from './auth/audit.ts';
import { type Announce, codeSender } from './auth/setup/code-sender.ts';
import { createSetupRequests } from './auth/setup/setup-requests.ts';
import { openSignIn } from './auth/sign-in.ts';
import { createTokens } from './auth/tokens.ts';
import { type Settings, SettingsError } from './config/settings.ts';
import { checkTogether } from './config/settings-together.ts';
import { createLogger } from './diagnostics/logger.ts';
import { createEgress } from './egress/egress.ts';
import { openHistory } from './history/history.ts';
import type { Patience } from './hooks/verdict.ts';
import { createWebhooks } from './hooks/webhooks.ts';
import { buildApp } from './http/app.ts';
import { listen } from './http/listen.ts';
import { createMonitor } from './http/monitor.ts';
import { readTls } from './http/tls-files.ts';
import { readWebApp } from './http/web-app/files.ts';
import { createImports } from './imports/imports.ts';
import type { AccountFacts } from './inbox/account-facts.ts';
import { findChat } from './inbox/chat-rows.ts';
import { createChats } from './inbox/chats/chats.ts';
import { createEntries } from './inbox/entries.ts';
import { createIngest } from './inbox/ingest.ts';
import { drainJournal } from './inbox/journal.ts';
import { createLabels } from './inbox/labels.ts';
import { createMessages } from './inbox/messages/messages.ts';
import { createPurger } from './inbox/purge.ts';
import { createReminders } from './inbox/reminders.ts';
import { createSearch } from './inbox/search/search.ts';
import { createTyping } from './inbox/typing.ts';
import { openEventLog } from './log/log-reader.ts';
import { keepLog } from './log/retention.ts';
import { openMedia } from './media/media.ts';
import { catalogue } from './operations/catalogue.ts';
import { withSeenRooms } from './operations/policy/seen-services.ts';
import { createMessageActions } from './outbox/message-actions.ts';
import { createOutbox } from './outbox/outbox.ts';
import { type RunningConnector, runConnector } from './runtime/running-connector.ts';
import { withTimeLimit } from './runtime/time-limit.ts';
import { lockDataFolder, prepareDataFolder, removeServerFile, writeServerFile } from './store/data-folder.ts';
import { holdsDatabase, openStore, soleOwner } from './store/store.ts';
import { createStream } from './stream/stream.ts';
import { loadKey, makeKeyFile } from './vault/key.ts';
import { openVault } from './vault/vault.ts';

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

/** One try of a webhook, and how long one that is under way may take when the server stops. */
const webhookLimitMs = 15_000;
const webhookDrainMs = 2_000;

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
  const log = createLogger(settings);
  prepareDataFolder(settings.dataDir);
  const unlock = lockDataFolder(settings.dataDir);
  opened.defer(unlock);
  if (settings.masterKey === undefined && !holdsDatabase(settings.dataDir)) makeKeyFile(settings.dataDir);
  const key = loadKey(settings.dataDir, settings.masterKey);
  const store = await openStore(settings.dataDir);
  opened.defer(() => store.close());
  const vault = await openVault(store, key);
  const audit = createAudit(store, settings.auditDays, log);
  opened.defer(() => audit.stop());
  const tokens = createTokens(store);
  await tokens.fix('PARTYLINE_ACCESS_TOKEN', settings.accessToken);
  const signIn = await openSignIn(store, tokens, settings);
  const listening = await listen(settings.host, settings.port, readTls(settings));
  opened.defer(() => listening.close(drainMs));

  const builtIn = builtInBridges({
    sandbox: settings.sandbox,
    sandboxConfig: sandboxConfig(settings.sandboxConfig),
  });
  const discovered = await discoveredBridges({
    dataDir: settings.dataDir,
    named: settings.bridges.map((path) => resolve(path)),
    taken: new Set(builtIn.map(({ manifest }) => manifest.type)),
    dialInHost: settings.dialInHost,
    log: connectorLog(log),
  });
  const definitions = [...builtIn, ...discovered];
  const bridges = new Map(definitions.map((definition) => [definition.id, definition]));
  const book = await openAccountBook(store, bridges);
  const accounts = inboxAccounts(book, bridges);
  const media = openMedia({
    store,
    log,
    path: join(settings.dataDir, 'media'),
    cacheMB: settings.mediaCacheMB,
    publicURL: settings.publicURL,
    fetchRemote: (owner, accountID, fetch) => fetchMedia(book, supervisor, owner, accountID, fetch),
  });
  opened.defer(() => media.stop());
  const purger = createPurger(store, (error) => log.warn({ err: error }, 'what was removed is not purged yet'));
  opened.defer(() => purger.stop());
  const typing = createTyping(store, accounts);
  const ingest = createIngest({
    store,
    accounts,
    rememberMedia: media.remember,
    chatsRemoved: purger.wake,
    typing,
  });
  const ingestImported = createIngest({
    store,
    accounts,
    rememberMedia: media.rememberImported,
    chatsRemoved: purger.wake,
  });
  await drainJournal(store, ingest).catch((error: unknown) =>
    log.error(
      { err: error },
      'messages that the first release stored are not in the inbox yet; the next start tries again',
    ),
  );
  const events = await openEventLog(store);
  opened.defer(keepLog(events, settings.logDays, log));
  const stream = createStream({
    log: events,
    entries: createEntries(store, accounts),
    tokens: signIn,
    typing,
    resolveChatID: async (owner, id) => (await findChat(store.read, owner, id))?.public_id,
    logger: log,
    bufferBytes: settings.streamBufferMB * 1024 * 1024,
  });
  opened.defer(() => stream.close());
  const chats = createChats(store, accounts);
  const monitor = createMonitor(book, store);
  const running = definitions.filter((bridge) => bridge.enabled || bridge.dialsIn);
  const connectors = new Map(running.map((bridge) => [bridge.id, run(bridge)]));
  opened.defer(async () => void (await Promise.all([...connectors.values()].map((connector) => connector.stop()))));
  const supervisor = createSupervisor({
    book,
    vault,
    store,
    log,
    connectors,
    times: keeperTimes(settings),
    ingest,
  });
  opened.defer(
    async () =>
      void (await Promise.all([
        stream.close(),
        listening.close(drainMs),
        withTimeLimit(drainMs, supervisor.stop()).catch(() => undefined),
      ])),
  );
  const connectionOf = ({ loginID }: AccountFacts) => supervisor.connection(loginID);
  const outbox = createOutbox({
    store,
    log,
    media,
    accounts,
    connectionOf,
    hasPublicAddress: settings.publicURL !== undefined,
    patienceMs: settings.outboxHours * 3_600_000,
    approvalMs: settings.approvalHours * 3_600_000,
  });
  const egress = createEgress({ privateAddresses: settings.webhookPrivateAddresses });
  opened.defer(() => egress.close());
  const webhooks = createWebhooks({
    store,
    stream,
    egress,
    vault,
    log,
    version,
    patience: webhookPatience(settings),
    limitMs: webhookLimitMs,
    tried: monitor.webhookTried,
  });
  // Before connections close, so that what is under way has its time.
  opened.defer(
    async () =>
      void (await Promise.all([
        withTimeLimit(drainMs, outbox.stop()).catch(() => undefined),
        webhooks.stop(webhookDrainMs),
      ])),
  );
  await outbox.start();
  book.onStatus(({ accountID, status }) => {
    if (status === 'connected' || status === 'backfilling') outbox.wake(accountID);
    else typing.forget(accountID);
  });
  const reminders = createReminders(store, (error) => log.warn({ err: error }, 'a reminder is due but not stored yet'));
  opened.defer(() => reminders.stop());
  const rows = sessionRows(store, vault);
  const patienceMs = settings.loginSessionMinutes * 60_000;
  const live = createLiveSessions({
    rows,
    book,
    vault,
    log,
    connectors,
    patienceMs,
    write: (job) => store.write(job),
    complete: createCompletion({ rows, book, vault, connect: (loginID) => supervisor.open(loginID) }),
  });
  opened.defer(() => live.stop());
  await live.start();

  const [baseURL] = listening.urls;
  const stopping = new AbortController();
  opened.defer(() => stopping.abort());
  const withHistory = openHistory({ store, accounts, log, connectionOf });
  const services = withSeenRooms(
    { store, log: events, definitions: bridges, withHistory },
    {
      book,
      bridges: createBridges(bridges, book),
      logins: createLogins({ book, vault, supervisor, purger }),
      loginSessions: createLoginSessions({ rows, book, live, patienceMs }),
      contacts: createContacts({ book, supervisor, store }),
      chats,
      messages: withHistory(createMessages(store, events)),
      search: createSearch({ store, accounts, chats }),
      chatActions: createChatActions({ store, accounts, book, supervisor, media, log, ingest }),
      newChats: createNewChats({
        store,
        accounts,
        book,
        supervisor,
        bridges,
        ingest,
        sendFirstMessage: (caller, chatID, message) => outbox.send(caller, { chatID, ...message }),
      }),
      imports: createImports({ store, accounts, ingest: ingestImported }),
      labels: createLabels(store),
      reminders,
      media,
      outbox,
      messageActions: createMessageActions({ store, accounts, connectionOf }),
      stream,
      webhooks,
      sandbox: createSandboxControl('local-sandbox', connectors, book, supervisor),
      owner: signIn.owner,
      limits: signIn.limits,
      setup: createSetupRequests(tokens, codeSender(settings, announce, log)),
      self: {
        version,
        baseURL,
        port: listening.port,
        hostname: settings.host === 'localhost' ? '127.0.0.1' : settings.host,
        remoteAccess: settings.remoteAccess,
      },
      tokens,
      audit,
    },
  );
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
  const awaited = awaitBridges({ bridges, connectors, log, againMs: 10_000 });
  supervisor.start();
  opened.defer(() => awaited.stop());
  purger.wake();
  reminders.start();
  await webhooks.start();
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

  function run(bridge: BridgeDefinition): RunningConnector {
    const connectorLog = log.child({ bridgeID: bridge.id });
    return runConnector({
      displayName: bridge.manifest.displayName,
      module: bridge.module,
      config: bridge.config,
      memoryMB: settings.connectorMemoryMB,
      maxPauseMs: settings.retrySeconds * 1_000,
      log: (level, message, fields) => connectorLog[level](fields ?? {}, message),
      onOutput: (line) => connectorLog.warn({ line }, 'the connector printed something'),
      onCrash(error) {
        monitor.connectorCrashed(bridge.id);
        awaited.crashed(bridge.id);
        connectorLog.error(error.message);
      },
    });
  }
}

/** The log as connectors know it. */
function connectorLog(log: Logger): Log {
  return {
    debug: (message, fields) => log.debug(fields ?? {}, message),
    info: (message, fields) => log.info(fields ?? {}, message),
    warn: (message, fields) => log.warn(fields ?? {}, message),
    error: (message, fields) => log.error(fields ?? {}, message),
  };
}

function keeperTimes(settings: Settings): KeeperTimes {
  return {
    probeMs: settings.probeSeconds * 1_000,
    probeLimitMs: 15_000,
    connectLimitMs: 60_000,
    maxPauseMs: settings.retrySeconds * 1_000,
    blockedPauseMs: 15 * 60_000,
  };
}

function webhookPatience({ webhookRetrySeconds, webhookDays }: Settings): Patience {
  const maxMs = webhookRetrySeconds * 1_000;
  return { pauses: { firstMs: Math.min(5_000, maxMs), maxMs }, patienceMs: webhookDays * 24 * 60 * 60 * 1_000 };
}

/** A server nobody can call yet makes its first token. */
async function firstStart(tokens: ReturnType<typeof createTokens>): Promise<string | undefined> {
  if ((await tokens.list()).length > 0) return undefined;
  return (await tokens.create({ name: 'first start', scopes: ['read', 'write'] })).token;
}

function sandboxConfig(json: string | undefined): JsonObject {
  if (json === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(json);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as JsonObject;
  } catch {
    // Told below.
  }
  throw new SettingsError('sandboxConfig must be a JSON object');
}

const print: Announce = (text) => void process.stdout.write(`${text}\n`);
