/** Announces a bridge that runs elsewhere: makes its tokens and says how it has to be configured. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@partyline/connector';
import { bridgeDataFolder, bridgeIDOf, remoteFolderName } from '../keeping/folders.ts';
import { remotes } from '../keeping/remotes.ts';
import { remoteBridgeConfig, yamlOf } from './remote-config.ts';
import { newTokens, type RemoteFile, readRemoteFile, writeRemoteFile } from './remote-file.ts';

export interface RemoteWishes {
  /** `whatsapp` */
  readonly type: string;
  /** Port of this machine to wait at; undefined: the first that no other bridge has. */
  readonly port: number | undefined;
  /** What the bridge dials; undefined: the host and port at which it is waited for. */
  readonly address: string | undefined;
  /** Address of this machine to wait at. */
  readonly host: string;
}

export interface AnnouncedBridge {
  /** `sh-whatsapp` */
  readonly bridgeID: string;
  readonly type: string;
  readonly address: string;
  readonly port: number;
  /** What has to be in the bridge's configuration. It holds tokens. */
  readonly config: JsonObject;
  /** The same, as a part of `config.yaml`. */
  readonly yaml: string;
  /** False when it was announced before, and only its address is another, if anything. */
  readonly isNew: boolean;
}

/** Beside the ports that bridges listen at by themselves (29300 and up). */
const firstPort = 29_400;

/** @throws Error in words when it cannot be; nothing is changed then */
export function addRemote(dataDir: string, wishes: RemoteWishes): AnnouncedBridge {
  const { type } = wishes;
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(type))
    throw new Error(`"${type}" cannot be a bridge's name. Use small letters, digits and dashes, such as whatsapp.`);
  const folder = join(bridgeDataFolder(dataDir), remoteFolderName(type));
  const known = readRemoteFile(folder);
  const others = remotes(dataDir, () => {}).filter((remote) => remote.type !== type);
  const port = wishes.port ?? known?.port ?? freePort(others.map((other) => other.port));
  const holder = others.find((other) => other.port === port);
  if (holder !== undefined)
    throw new Error(`Port ${port} is that of ${remoteFolderName(holder.type)}. Name another one with --port.`);
  const isElsewhere = known !== undefined && wishes.port === undefined && wishes.address === undefined;
  const address = isElsewhere ? known.address : (wishes.address ?? `http://${dialled(wishes.host)}:${port}`);
  const file: RemoteFile = { type, port, address, tokens: known?.tokens ?? newTokens() };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeRemoteFile(folder, file);
  return { ...announced(file), isNew: known === undefined };
}

/** Takes the tokens back and gives others, with which the bridge has to be configured anew. */
export function renewTokens(folder: string): AnnouncedBridge | undefined {
  const known = readRemoteFile(folder);
  if (known === undefined) return undefined;
  const file = { ...known, tokens: newTokens() };
  writeRemoteFile(folder, file);
  return { ...announced(file), isNew: false };
}

function announced(file: RemoteFile): Omit<AnnouncedBridge, 'isNew'> {
  const { type, port, address } = file;
  const config = remoteBridgeConfig(file);
  return { bridgeID: bridgeIDOf(remoteFolderName(type)), type, address, port, config, yaml: yamlOf(config) };
}

function freePort(taken: readonly number[]): number {
  let port = firstPort;
  while (taken.includes(port)) port++;
  return port;
}

/** What is called to reach it from this machine. */
function dialled(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
