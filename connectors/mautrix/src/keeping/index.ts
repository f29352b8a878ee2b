/** For commands that work in a data folder: bridges are added, looked at, copied, reset and removed. */

export { addProgram } from '../discovery/add-program.ts';
export { identify } from '../program/identify.ts';
export { type AnnouncedBridge, addRemote, type RemoteWishes, renewTokens } from '../remote/add-remote.ts';
export { agreementOf } from './agreement.ts';
export { programFolder } from './folders.ts';
export { forgetBridge, forgetDatabases } from './forget.ts';
export {
  bridgeDatabase,
  hostDatabase,
  type KeptBridge,
  keptBridges,
  keptFiles,
  mediaFolder,
  newPrograms,
  runningBridges,
} from './kept-bridges.ts';
