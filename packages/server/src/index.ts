export { openTokens, type TokenDesk } from './auth/token-desk.ts';
export type { TokenInfo, TokenScope } from './auth/tokens.ts';
export { readSettings, type Settings, SettingsError, type Sources } from './config/settings.ts';
export { type Setting, settingsTable } from './config/settings-table.ts';
export { type RunningServer, startServer } from './main.ts';
export { type Finding, inspectDataDir } from './maintenance/inspect-data-folder.ts';
export { readServerFile, type ServerFile } from './store/data-folder.ts';
