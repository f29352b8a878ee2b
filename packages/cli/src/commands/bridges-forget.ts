/** Removing a bridge, and letting one begin anew: in the data folder, while no server runs on it. */

import type { HeldBridge } from '@partyline/server';
import { confirmed } from '../confirmed.ts';
import { resolveDataDir } from '../data-dir.ts';
import { type Globals, refuseWhenReadOnly } from '../globals.ts';
import { hint, startHint } from '../hint.ts';
import { maintain } from '../maintenance.ts';
import type { Result } from '../result.ts';
import { columns, wrap } from '../text.ts';

interface Options {
  readonly yes?: boolean;
}

/** @throws CliError 1 with the code of the refusal, 2 when it was not confirmed and nobody can be asked. */
export async function removeHeldBridge(bridgeID: string, options: Options, globals: Globals): Promise<Result> {
  refuseWhenReadOnly(globals, 'remove a bridge');
  const dataDir = await resolveDataDir(globals);
  const { heldBridge, removeBridge, requireNoAccounts } = await import('@partyline/server');
  return maintain(async (signal) => {
    const bridge = await heldBridge(dataDir, bridgeID);
    requireNoAccounts(bridge);
    const question = { action: `remove ${bridgeID}`, message: 'Remove it?', consequences: consequences(bridge) };
    if (!options.yes) await confirmed(question, signal, globals);
    const { removed } = await removeBridge(dataDir, bridgeID);
    const left = bridge.program !== undefined && !removed.includes(bridge.program) ? bridge.program : undefined;
    const note = left === undefined ? '' : ` ${left} is yours and stays: take it out of the setting "bridges".`;
    return { document: { removed: bridgeID, paths: removed }, text: wrap(`Removed ${bridgeID}.${note}`, columns()) };
  });
}

function consequences({ bridgeID, kind, folder, program }: HeldBridge): string {
  const what = kind === 'remote' ? 'its tokens here' : `${program ?? 'its program'}, where that is in the data folder`;
  return `${bridgeID} is forgotten: ${folder} and ${what} are deleted. It has no accounts.`;
}

/** @throws CliError as {@link removeHeldBridge} */
export async function resetHeldBridge(bridgeID: string, options: Options, globals: Globals): Promise<Result> {
  refuseWhenReadOnly(globals, 'reset a bridge');
  const dataDir = await resolveDataDir(globals);
  const { heldBridge, resetBridge } = await import('@partyline/server');
  return maintain(async (signal) => {
    const { accountIDs } = await heldBridge(dataDir, bridgeID);
    const accounts = accountIDs.length === 0 ? 'It has no accounts.' : `Sign in again to: ${accountIDs.join(', ')}.`;
    const lost = `${bridgeID} forgets its logins and which chats it has, and begins anew. Chats and messages here stay; recent ones that its network delivers again may be there twice. ${accounts}`;
    const question = { action: `reset ${bridgeID}`, message: 'Reset it?', consequences: lost };
    if (!options.yes) await confirmed(question, signal, globals);
    const { announced, isElsewhere } = await resetBridge(dataDir, bridgeID);
    const document = {
      reset: bridgeID,
      accountIDs,
      ...(announced !== undefined && { address: announced.address, config: announced.config }),
    };
    const elsewhere = [
      ...(isElsewhere ? [`\n${wrap('Its own database is not here: delete that before it starts.', columns())}`] : []),
      ...(announced === undefined
        ? []
        : [`\nIts tokens are new. Put the following into its config.yaml:\n\n${announced.yaml.trimEnd()}`]),
    ];
    const again = accountIDs.map((id) => `  ${hint(`accounts add --account ${id}`, globals)}`);
    const text = [
      `${bridgeID} begins anew.`,
      ...elsewhere,
      `\nStart the server with:\n\n  ${startHint(globals)}`,
      ...(again.length === 0 ? [] : [`\nThen sign in again:\n\n${again.join('\n')}`]),
    ].join('\n');
    return { document, text };
  });
}
