/** Which network and which way to sign in, when several are possible. */

import { isCancel, select } from '@clack/prompts';
import type { Bridge, LoginFlow } from '@partyline/protocol';
import { CliError, interrupted } from '../exit.ts';
import type { Globals } from '../globals.ts';
import { hint } from '../hint.ts';
import { matching, pickBridge } from '../match.ts';
import type { Terminal } from '../terminal.ts';
import { printable } from '../text.ts';

/**
 * @throws CliError 2 without a name when nobody can be asked; 4 when the bridge takes no account now; 5 and 6 as {@link pickBridge}.
 */
export async function chooseBridge(
  query: string | undefined,
  bridges: readonly Bridge[],
  terminal: Terminal,
  globals: Globals,
): Promise<Bridge> {
  const bridge = query === undefined ? await askBridge(bridges, terminal) : pickBridge(query, bridges, globals.pick);
  if (bridge.status === 'available') return bridge;
  const reason = bridge.statusText ? printable(bridge.statusText).replace(/\.$/, '') : `its status is ${bridge.status}`;
  const again =
    bridge.status === 'connected' ? ` To sign in again: ${hint('accounts add --account <account>', globals)}` : '';
  throw new CliError(
    'notReady',
    'bridge_not_available',
    `${bridge.displayName} takes no new account now: ${reason}.${again}`,
  );
}

async function askBridge(bridges: readonly Bridge[], terminal: Terminal): Promise<Bridge> {
  const names = bridges.map((bridge) => bridge.id);
  if (!terminal.interactive) {
    throw new CliError('usage', 'missing_bridge', `Say which network: ${names.join(', ')}`, { candidates: names });
  }
  const answer = await select({
    message: 'Which network?',
    options: bridges.map((bridge) => ({
      value: bridge,
      label: printable(bridge.displayName),
      hint: bridge.status === 'available' ? bridge.id : bridge.status,
    })),
    output: terminal.output,
    signal: terminal.signal,
  });
  if (isCancel(answer)) throw interrupted();
  return answer;
}

/**
 * @param mayAsk whether the person picks when no way is named; else it is the network's default, the first.
 * @throws CliError 4 when there is no way to sign in; 5 when none is called that; 6 when several are called that and nobody can be asked.
 */
export async function chooseFlow(
  query: string | undefined,
  flows: readonly LoginFlow[],
  terminal: Terminal,
  mayAsk: boolean,
): Promise<LoginFlow> {
  const [first, second] = flows;
  if (first === undefined) throw new CliError('notReady', 'no_login_flow', 'This network offers no way to sign in.');
  const candidates = flows.map((flow) => flow.id);
  const listed = flows.map((flow) => `  ${flow.id}${flow.name ? `  (${printable(flow.name)})` : ''}`).join('\n');
  if (query !== undefined) {
    const [found, other] = matching(query, flows, (flow) => [flow.id, flow.name]);
    if (found === undefined) {
      throw new CliError(
        'nothingMatched',
        'nothing_matched',
        `No way to sign in is called "${query}". There is:\n${listed}`,
        { candidates },
      );
    }
    if (other === undefined || found.id === query) return found;
  } else if (second === undefined || !terminal.interactive || !mayAsk) return first;
  if (!terminal.interactive) {
    throw new CliError(
      'ambiguous',
      'ambiguous',
      `There are several ways to sign in; say which with --flow:\n${listed}`,
      { candidates },
    );
  }
  const answer = await select({
    message: 'How do you want to sign in?',
    options: flows.map((flow) => ({
      value: flow,
      label: printable(flow.name ?? flow.id),
      ...(flow.description ? { hint: printable(flow.description) } : {}),
    })),
    output: terminal.output,
    signal: terminal.signal,
  });
  if (isCancel(answer)) throw interrupted();
  return answer;
}
