/** Commands to the sandbox network: switch statuses, cause faults, move its clock. */

import type { Json, JsonObject } from '@partyline/connector';
import { ApiError, notFound } from '@partyline/protocol';
import type { RunningConnector } from '../runtime/running-connector.ts';
import type { AccountBook } from './account-book.ts';
import type { Supervisor } from './supervisor.ts';

export interface SandboxControl {
  /** @throws ApiError `NOT_FOUND` when the account is not one of a sandbox that is switched on, `CONFLICT` when the command is refused */
  command(
    owner: string,
    accountID: string,
    command: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<Record<string, unknown>>>;
}

export function createSandboxControl(
  bridgeID: string,
  connectors: ReadonlyMap<string, RunningConnector>,
  book: AccountBook,
  supervisor: Supervisor,
): SandboxControl {
  return {
    async command(owner, accountID, command) {
      const entry = book.account(owner, accountID);
      const connector = entry?.login.bridgeID === bridgeID ? connectors.get(bridgeID) : undefined;
      if (entry === undefined || connector === undefined) throw notFound('Sandbox account');
      const answer = await connector.control(entry.login.loginID, plain(command)).catch((error: unknown) => {
        throw new ApiError('CONFLICT', error instanceof Error ? error.message : String(error));
      });
      // What the command changed may let the account connect again.
      await supervisor.wake(entry.login.loginID);
      return answer;
    },
  };
}

/** A body that was read from JSON is plain data. */
function plain(value: Readonly<Record<string, unknown>>): JsonObject {
  return value as Readonly<Record<string, Json>>;
}
