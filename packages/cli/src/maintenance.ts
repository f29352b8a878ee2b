/** Running what works straight in the data folder: Ctrl-C gives it up, and what it refuses is told in its words. */

import { CliError, interrupted } from './exit.ts';
import { interruptible } from './interrupt.ts';

/** @throws CliError 1 with the refusal's own code, 130 when it was given up. */
export async function maintain<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { MaintenanceRefusal } = await import('@partyline/server');
  return interruptible(async (signal) => {
    try {
      return await work(signal);
    } catch (error) {
      if (signal.aborted) throw interrupted();
      if (error instanceof MaintenanceRefusal) throw new CliError('failed', error.code, error.message);
      throw error;
    }
  });
}
