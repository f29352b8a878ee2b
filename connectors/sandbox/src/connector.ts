/** The connector to one network in memory. */

import type { Connector } from '@partyline/connector';
import { connect } from './connect.ts';
import { control } from './control.ts';
import { Controls } from './controls.ts';
import { login } from './login.ts';
import type { Network } from './network.ts';

export function connectorTo(network: Network, stepMs: number): Connector {
  const controls = new Map<string, Controls>();
  const controlsOf = (loginID: string): Controls => {
    const known = controls.get(loginID) ?? new Controls();
    controls.set(loginID, known);
    return known;
  };
  return {
    async login(flowID, io, previous) {
      const result = await login(flowID, { io, network, stepMs, previous });
      // The person chose anew, which takes the place of what a command asked for earlier.
      if (previous !== undefined) controlsOf(previous.loginID).wish = undefined;
      return result;
    },
    connect: (known, host) => connect(network, controlsOf(known.loginID), known, host),
    control: async (loginID, command) => control(network, controlsOf(loginID), command),
  };
}
