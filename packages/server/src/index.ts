export type { TokenScope } from './auth/scopes.ts';
export { openTokens, type StoredAccount, type TokenDesk } from './auth/token-desk.ts';
export type { TokenInfo } from './auth/tokens.ts';
export { readSettings, type Settings, SettingsError, type Sources } from './config/settings.ts';
export { type Setting, settingsTable } from './config/settings-table.ts';
export { type RunningServer, startServer } from './main.ts';
export { type BackupReport, backUp } from './maintenance/backup.ts';
export {
  addBridgeProgram,
  addRemoteBridge,
  type HeldBridge,
  heldBridge,
  heldBridges,
  removeBridge,
  requireNoAccounts,
  resetBridge,
} from './maintenance/bridges.ts';
export type { Finding } from './maintenance/finding.ts';
export { inspectDataDir } from './maintenance/inspect-data-folder.ts';
export { MaintenanceRefusal } from './maintenance/refusal.ts';
export { type RestoreReport, restore } from './maintenance/restore.ts';
export { bytesOf, verifyBackup } from './maintenance/verify-backup.ts';
export { readServerFile, type ServerFile } from './store/data-folder.ts';
export { holdsDatabase } from './store/store.ts';
