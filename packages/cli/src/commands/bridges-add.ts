import { resolve } from 'node:path';
import { resolveDataDir, resolveSettings } from '../data-dir.ts';
import { CliError } from '../exit.ts';
import { type Globals, refuseWhenReadOnly } from '../globals.ts';
import { startHint } from '../hint.ts';
import { maintain } from '../maintenance.ts';
import type { Result } from '../result.ts';
import { columns, paint, printable, wrap } from '../text.ts';

export interface AddBridgeOptions {
  /** Type of one that runs elsewhere. */
  readonly remote?: string;
  readonly port?: number;
  readonly address?: string;
}

/** Makes a bridge known to the server of this machine. @throws CliError 1 when it cannot be, 2 when it is not clear which; nothing is changed then */
export async function addBridge(
  path: string | undefined,
  options: AddBridgeOptions,
  globals: Globals,
): Promise<Result> {
  refuseWhenReadOnly(globals, 'add a bridge');
  const { remote, port, address } = options;
  if (remote !== undefined) {
    if (path !== undefined) throw usage('Name a program, or --remote, not both.');
    return addRemote({ type: remote, port, address: given(address) }, globals);
  }
  if (path === undefined) throw usage('Name a bridge program, or one that runs elsewhere with --remote <type>.');
  if (port !== undefined || address !== undefined) throw usage('--port and --address are for --remote.');
  return addProgram(path, globals);
}

const usage = (message: string) => new CliError('usage', 'usage', message);

function given(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '' || url.username !== '')
    throw usage(`--address must be like https://chat.example.org/whatsapp, but it is "${address}".`);
  return url.href.replace(/\/+$/, '');
}

async function addProgram(path: string, globals: Globals): Promise<Result> {
  const dataDir = await resolveDataDir(globals);
  const { addBridgeProgram } = await import('@partyline/server');
  const document = await addBridgeProgram(dataDir, resolve(path)).catch((error: unknown) => {
    throw new CliError('failed', 'not_a_bridge', error instanceof Error ? error.message : String(error));
  });
  const text = `Added ${printable(document.name)} ${printable(document.version)} as ${document.program}. It is offered as local-${document.type} from the next start of the server on.`;
  return { document, text: `${wrap(text, columns())}\n\nStart it with:\n\n  ${startHint(globals)}` };
}

interface Wishes {
  readonly type: string;
  readonly port: number | undefined;
  readonly address: string | undefined;
}

async function addRemote(wishes: Wishes, globals: Globals): Promise<Result> {
  const { dataDir, dialInHost } = await resolveSettings(globals);
  const { addRemoteBridge } = await import('@partyline/server');
  const { yaml, ...bridge } = await maintain(() => addRemoteBridge(dataDir, { ...wishes, host: dialInHost }));
  const { bridgeID, address, port, isNew } = bridge;
  const about = isNew ? `${bridgeID} is known now.` : `${bridgeID} was known already, and keeps its tokens.`;
  const waits = `The server waits for it at ${dialInHost} port ${port}, from its next start on, and offers it once it has dialled in.`;
  const text = [
    wrap(`${about} ${waits} Put the following into its config.yaml, in place of what these keys are there:`, columns()),
    `\n${yaml}`,
    wrap(`${paint('yellow', 'Warning:')} ${warning(address)}`, columns()),
    `\nStart the server with:\n\n  ${startHint(globals)}`,
  ].join('\n');
  return { document: { ...bridge, host: dialInHost }, text };
}

function warning(address: string): string {
  const tokens =
    'Whoever has these tokens can read and write the chats of this bridge: keep its config.yaml to yourself.';
  const { protocol, hostname } = new URL(address);
  if (protocol === 'https:' || /^(localhost|127\..*|\[::1\])$/.test(hostname)) return tokens;
  return `${tokens} They and all messages go over the network unprotected to ${address}: put TLS in front, or use a tunnel.`;
}
