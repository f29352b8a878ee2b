import { type Command, Option } from 'commander';
import type { Globals } from '../globals.ts';
import type { Result } from '../result.ts';

/** Runs a command with the global options and prints what it found out. */
export type Run = (command: Command, action: (globals: Globals) => Promise<Result>) => Promise<void>;

/** An option that can be given several times. */
export const repeatable = (flags: string, description: string): Option =>
  new Option(flags, description).argParser((value: string, previous: readonly string[] = []) => [...previous, value]);
