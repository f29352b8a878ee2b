/** Any error as what the person, or a script, is told. */

import * as sdk from '@partyline/client';
import { CommanderError } from 'commander';
import { CliError, type ExitCode, exitCodes } from './exit.ts';

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly exitCode: ExitCode;
  readonly [detail: string]: unknown;
}

export function toFailure(error: unknown): Failure {
  if (error instanceof CliError) {
    return { code: error.code, message: error.message, exitCode: error.exitCode, ...error.details };
  }
  if (error instanceof CommanderError) {
    // Without a command the parser prints the help instead of an error.
    const message = error.code === 'commander.help' ? 'A command is missing.' : error.message.replace(/^error: /, '');
    return { code: 'usage', message, exitCode: exitCodes.usage };
  }
  if (error instanceof sdk.APIError) return ofApi(error);
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof sdk.PartylineError || (error instanceof Error && error.name === 'SettingsError')) {
    return { code: 'usage', message, exitCode: exitCodes.usage };
  }
  return { code: 'internal', message, exitCode: exitCodes.failed };
}

function ofApi(error: sdk.APIError): Failure {
  const api = { message: error.message, ...(error.status === undefined ? {} : { status: error.status }) };
  if (error instanceof sdk.APIUserAbortError) return { ...api, code: 'cancelled', exitCode: exitCodes.interrupted };
  if (error instanceof sdk.APIConnectionError) {
    return { ...api, code: 'server_not_reachable', exitCode: exitCodes.notReady };
  }
  if (error instanceof sdk.AuthenticationError) {
    return { ...api, code: 'sign_in_needed', exitCode: exitCodes.signInNeeded };
  }
  if (error instanceof sdk.PermissionDeniedError) {
    return { ...api, code: 'forbidden', exitCode: exitCodes.signInNeeded };
  }
  const code = error.code ?? 'api_error';
  if (error instanceof sdk.NotFoundError) return { ...api, code, exitCode: exitCodes.nothingMatched };
  return { ...api, code, exitCode: error.status === 503 ? exitCodes.notReady : exitCodes.failed };
}
