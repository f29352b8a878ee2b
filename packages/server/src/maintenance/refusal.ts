/** What works in the data folder says no in words; what was there before is as it was. */

export type RefusalCode =
  | 'no_data_folder'
  | 'server_running'
  | 'holds_data'
  | 'wrong_folder'
  | 'target_missing'
  | 'target_exists'
  | 'disk_full'
  | 'database_damaged'
  | 'not_a_backup'
  | 'backup_damaged'
  | 'newer_version'
  | 'no_such_bridge'
  | 'has_accounts'
  | 'bridge_running'
  | 'not_a_bridge';

/** The message says what to do. */
export class MaintenanceRefusal extends Error {
  override readonly name = 'MaintenanceRefusal';
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}
