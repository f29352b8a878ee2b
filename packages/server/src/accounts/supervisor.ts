/** One keeper for each login that should be connected. */

import type { Connection, NetworkEvent } from '@partyline/connector';
import type { Logger } from 'pino';
import type { RunningConnector } from '../runtime/running-connector.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from '../vault/vault.ts';
import type { AccountBook } from './account-book.ts';
import { type Keeper, type KeeperTimes, startKeeper } from './keeper.ts';
import type { LinkState } from './link-state.ts';
import type { LoginRecord } from './records.ts';

export interface Supervisor {
  /** Connects every login that can be; called once. */
  start(): void;
  /** Opens or reopens the connection of a login that is new, was repaired, or was switched on. */
  open(loginID: string): Promise<void>;
  /** Closes the connection of a login and keeps it closed. `then` runs before anything can open it again. */
  shut(loginID: string, then?: () => Promise<void>): Promise<void>;
  /** Tries again now, where a try is due later or never. */
  wake(loginID: string): Promise<void>;
  /** The open connection of a login, while there is one. */
  connection(loginID: string): Connection | undefined;
  stop(): Promise<void>;
}

export interface SupervisorParts {
  readonly book: AccountBook;
  readonly vault: Vault;
  readonly store: Store;
  readonly log: Logger;
  readonly times: KeeperTimes;
  /** The connectors that run here, by bridge ID. */
  readonly connectors: ReadonlyMap<string, RunningConnector>;
  ingest(login: LoginRecord, events: readonly NetworkEvent[]): Promise<void>;
}

export function createSupervisor(parts: SupervisorParts): Supervisor {
  const { book, vault, store, log, connectors } = parts;
  const keepers = new Map<string, Keeper>();
  const turns = new Map<string, Promise<void>>();
  let stopped = false;

  const report = (login: LoginRecord, state: LinkState) => {
    // That a try begins is no news: how it ends is.
    log[state.status === 'connecting' ? 'debug' : 'info'](
      { loginID: login.loginID, bridgeID: login.bridgeID, status: state.status, text: state.text },
      'account status',
    );
    book.setLinkState(login.loginID, state).catch((error: unknown) => {
      log.error({ loginID: login.loginID, err: error }, 'the status is shown but could not be stored');
    });
  };

  const keep = (login: LoginRecord) => {
    const connector = connectors.get(login.bridgeID);
    if (connector === undefined) {
      const text =
        'The network of this account is not switched on in this server. Switch it on in the settings and start again.';
      report(login, { status: 'connection_required', text });
      return;
    }
    const subject = `login/${login.loginID}` as const;
    const keeper = startKeeper({
      times: parts.times,
      async openLogin() {
        const { remoteID, settings } = book.login(login.owner, login.loginID) ?? login;
        return { loginID: login.loginID, remoteID, settings, secrets: await vault.open(login.owner, subject) };
      },
      connect: (record, handlers, signal) => connector.connect(record, handlers, signal),
      ingest: (events) => parts.ingest(login, events),
      getSecret: async (name) => (await vault.open(login.owner, subject))[name],
      setSecret: (name, value) => store.write((tx) => vault.put(tx, login.owner, subject, name, value)),
      report: (state) => report(login, state),
    });
    keepers.set(login.loginID, keeper);
  };

  /** What opens and shuts the connection of a login happens one after the other: a login has one connection only. */
  const inTurn = (loginID: string, act: () => Promise<void>): Promise<void> => {
    const turn = (turns.get(loginID) ?? Promise.resolve()).then(act);
    const settled = turn.catch(() => undefined);
    turns.set(loginID, settled);
    void settled.then(() => {
      if (turns.get(loginID) === settled) turns.delete(loginID);
    });
    return turn;
  };

  const end = async (loginID: string) => {
    const keeper = keepers.get(loginID);
    await keeper?.stop();
    keepers.delete(loginID);
  };

  const open = (loginID: string) =>
    inTurn(loginID, async () => {
      await end(loginID);
      const login = book.everyLogin().find((candidate) => candidate.loginID === loginID);
      if (!stopped && login !== undefined && wanted(login)) keep(login);
    });

  const shut = (loginID: string, then: () => Promise<void> = async () => {}) =>
    inTurn(loginID, async () => {
      await end(loginID);
      await then();
    });

  return {
    start() {
      for (const login of book.everyLogin()) if (wanted(login) && login.status !== 'reconnect_required') keep(login);
    },
    open,
    shut,
    async wake(loginID) {
      const keeper = keepers.get(loginID);
      if (keeper === undefined) await open(loginID);
      else keeper.wake();
    },
    connection: (loginID) => keepers.get(loginID)?.connection(),
    async stop() {
      stopped = true;
      await Promise.all([...keepers.keys()].map((loginID) => shut(loginID)));
    },
  };
}

/** A login is connected while at least one of its accounts is switched on. */
function wanted(login: LoginRecord): boolean {
  return login.accounts.some((account) => !account.disabled);
}
