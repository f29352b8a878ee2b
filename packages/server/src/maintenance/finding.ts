export interface Finding {
  /** What was looked at: `database`, `key`, `disk`, ... */
  readonly check: string;
  readonly level: 'ok' | 'warn' | 'fail';
  /** What was found and, unless ok, what to do about it. */
  readonly message: string;
}
