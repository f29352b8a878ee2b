/** Puts a bridge program where the next start of the server finds it. */

import { prepareDataFolder } from '../store/data-folder.ts';

export interface AddedBridge {
  /** `mautrix-whatsapp` */
  readonly name: string;
  /** `whatsapp` */
  readonly type: string;
  readonly version: string;
  /** Where the copy is. */
  readonly program: string;
}

/** @throws Error in words when the file is no bridge program; nothing is changed then */
export async function addBridgeProgram(dataDir: string, path: string): Promise<AddedBridge> {
  const { addProgram, identify, programFolder } = await import('@partyline/connector-mautrix/discover');
  await identify(path);
  prepareDataFolder(dataDir);
  return addProgram(programFolder(dataDir), path);
}
