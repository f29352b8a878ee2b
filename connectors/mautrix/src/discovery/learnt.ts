/** What a bridge says of itself once it runs, kept so that nobody has to start it to list it. */

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '@partyline/connector';
import { type Fields, fields, list, text } from '@partyline/matrix-content';
import { type HostedBridge, hostBridge } from '../bridge/hosted-bridge.ts';
import { ProvisioningError } from '../bridge/provisioning.ts';
import { type Whoami, whoami } from '../bridge/whoami.ts';
import type { BridgeConfig } from '../config.ts';

export interface Learnt extends Pick<Whoami, 'network' | 'flows'> {
  /** Of the program it was learnt from; of one that runs elsewhere it is not known. */
  readonly version: string;
  /** Path of the program; undefined when it runs elsewhere. */
  readonly program: string | undefined;
  /** The answer of `GET /v3/capabilities`; undefined when the program is too old to tell. */
  readonly capabilities: Fields | undefined;
}

/** Whether it has said anything of itself yet: every bridge has a way of signing in. */
export const isLearnt = ({ flows }: Learnt): boolean => flows.length > 0;

/** The first start of a program makes its database; the server is held up for no longer than this. */
const limitMs = 30_000;

/** @throws Error that says why the program cannot be used */
export async function learnt(config: BridgeConfig, version: string, log: Log): Promise<Learnt> {
  const { program, folder } = config;
  const known = readLearnt(folder);
  if (known?.version === version && isLearnt(known)) {
    if (known.program !== program) keepLearnt(folder, { ...known, program });
    return { ...known, program };
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // So that it is known whose folder it is, also when the program cannot start.
  keepLearnt(folder, { version, program, network: config.displayName, flows: [], capabilities: undefined });
  const fresh = { ...(await learn(config, log)), version, program };
  keepLearnt(folder, fresh);
  return fresh;
}

/** Kept from a bridge that has dialled in. */
export async function learntFromRemote(bridge: HostedBridge): Promise<Learnt> {
  const fresh = { ...(await ask(bridge, AbortSignal.timeout(limitMs))), version: 'unknown', program: undefined };
  keepLearnt(bridge.config.folder, fresh);
  return fresh;
}

async function learn(config: BridgeConfig, log: Log): Promise<Answers> {
  const bridge = await hostBridge(config, log);
  const signal = AbortSignal.timeout(limitMs);
  try {
    await bridge.need(signal);
    return await ask(bridge, signal);
  } catch (error) {
    if (signal.aborted) throw new Error(`${config.program} did not start within ${limitMs / 1_000} s.`);
    throw error;
  } finally {
    await bridge.stop();
  }
}

type Answers = Pick<Learnt, 'network' | 'flows' | 'capabilities'>;

async function ask({ provision }: HostedBridge, signal: AbortSignal): Promise<Answers> {
  const { network, flows } = await whoami(provision, signal);
  const capabilities = await provision({ method: 'GET', path: ['capabilities'], signal })
    .then(({ body }) => body)
    .catch((error: unknown) => {
      if (error instanceof ProvisioningError && error.status === 404) return undefined;
      throw error;
    });
  return { network, flows, capabilities };
}

function keepLearnt(folder: string, learnt: Learnt): void {
  const path = file(folder);
  writeFileSync(`${path}.new`, JSON.stringify(learnt, null, 2), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

export const learntFileName = 'learnt.json';
const file = (folder: string) => join(folder, learntFileName);

/** @returns undefined when nothing has been learnt, or not in a form that is known */
export function readLearnt(folder: string): Learnt | undefined {
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
  return {
    version,
    program: text(kept['program']),
    network,
    flows,
    capabilities: capabilities === undefined ? undefined : fields(capabilities),
  };
}
