/** The networks a run can be on, and how fast each is used. */

import { startInspircd, startNgircd } from '../support/ircd.ts';
import { bridgeField } from './bridge-field.ts';
import type { Field } from './field.ts';
import { ircField } from './irc-field.ts';
import { sandboxField } from './sandbox-field.ts';
import type { Victim } from './victim.ts';

export type Network = 'irc' | 'ngircd' | 'sandbox' | 'bridge';

interface Kind {
  readonly sendsPerSecond: number;
  readonly restEvery: number;
  field(dataDir: string, victimOf: () => Victim): Promise<Field> | Field;
}

const incomingOnIrc = 200;
const incomingOnSandbox = 400;
/** A bridge makes several requests for each message. */
const incomingOnBridge = 30;

export const networks: Readonly<Record<Network, Kind>> = {
  irc: {
    sendsPerSecond: 20,
    restEvery: 10,
    field: async (_, victimOf) => ircField(await startInspircd(), incomingOnIrc, victimOf),
  },
  ngircd: {
    sendsPerSecond: 20,
    restEvery: 10,
    field: async (_, victimOf) => ircField(await startNgircd(), incomingOnIrc, victimOf),
  },
  bridge: {
    sendsPerSecond: 20,
    restEvery: 2,
    field: async (dataDir, victimOf) => bridgeField(dataDir, await startInspircd(), incomingOnBridge, victimOf),
  },
  sandbox: {
    sendsPerSecond: 60,
    restEvery: 10,
    field: (dataDir, victimOf) => sandboxField(dataDir, incomingOnSandbox, victimOf),
  },
};
