/** What a bridge program says of itself once it runs, kept so that nobody has to start it to list it. */

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '@partyline/connector';
import { type Fields, fields, list, text } from '@partyline/matrix-content';
import { hostBridge } from '../bridge/hosted-bridge.ts';
import { ProvisioningError } from '../bridge/provisioning.ts';
import { type Whoami, whoami } from '../bridge/whoami.ts';
import type { BridgeConfig } from '../config.ts';

export interface Learnt extends Pick<Whoami, 'network' | 'flows'> {
  /** Of the program it was learnt from. */
  readonly version: string;
  /** The answer of `GET /v3/capabilities`; undefined when the program is too old to tell. */
  readonly capabilities: Fields | undefined;
}

/** The first start of a program makes its database; the server is held up for no longer than this. */
const limitMs = 30_000;

/** @throws Error that says why the program cannot be used */
export async function learnt(config: BridgeConfig, version: string, log: Log): Promise<Learnt> {
  const known = read(config.folder);
  if (known?.version === version && known.flows.length > 0) return known;
  const fresh = await learn(config, version, log);
  const path = file(config.folder);
  writeFileSync(`${path}.new`, JSON.stringify(fresh, null, 2), { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return fresh;
}

async function learn(config: BridgeConfig, version: string, log: Log): Promise<Learnt> {
  mkdirSync(config.folder, { recursive: true, mode: 0o700 });
  const bridge = await hostBridge(config, log);
  const signal = AbortSignal.timeout(limitMs);
  try {
    await bridge.need(signal);
    const { network, flows } = await whoami(bridge.provision, signal);
    const capabilities = await bridge
      .provision({ method: 'GET', path: ['capabilities'], signal })
      .then(({ body }) => body)
      .catch((error: unknown) => {
        if (error instanceof ProvisioningError && error.status === 404) return undefined;
        throw error;
      });
    return { version, network, flows, capabilities };
  } catch (error) {
    if (signal.aborted) throw new Error(`${config.program} did not start within ${limitMs / 1_000} s.`);
    throw error;
  } finally {
    await bridge.stop();
  }
}

const file = (folder: string) => join(folder, 'learnt.json');

function read(folder: string): Learnt | undefined {
  let kept: Fields;
  try {
    kept = fields(JSON.parse(readFileSync(file(folder), 'utf8')));
  } catch {
    // Not learnt yet, or it has to be learnt anew.
    return undefined;
  }
  const version = text(kept['version']);
  const network = text(kept['network']);
  if (version === undefined || network === undefined) return undefined;
  const flows = list(kept['flows'])
    .map(fields)
    .flatMap((flow) => {
      const id = text(flow['id']);
      const name = text(flow['name']);
      const description = text(flow['description']);
      return id === undefined || name === undefined
        ? []
        : [{ id, name, ...(description !== undefined && { description }) }];
    });
  const capabilities = kept['capabilities'];
  return { version, network, flows, capabilities: capabilities === undefined ? undefined : fields(capabilities) };
}
