/** Errors across a thread: a structured clone loses class and fields, so both are carried as data. */

import { ConnectionError, type EndState, LoginError, SendError } from '@partyline/connector';
import { readEndState } from './told-state.ts';

export type CrossingError =
  | { readonly name: 'LoginError'; readonly code: string; readonly message: string }
  | { readonly name: 'ConnectionError'; readonly state: EndState }
  | {
      readonly name: 'SendError';
      readonly outcome: 'certain' | 'uncertain';
      readonly retriable: boolean;
      readonly reason: string;
      readonly message: string;
    }
  | { readonly name: 'Error'; readonly message: string; readonly stack?: string };

/** A connector may bring its own copy of the contract's classes, so errors are known by their name, not their identity. */
export function flattenError(error: unknown): CrossingError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  if (error.name === 'LoginError' && 'code' in error)
    return { name: 'LoginError', code: String(error.code), message: error.message };
  if (isConnectionError(error)) return { name: 'ConnectionError', state: { ...error.state } };
  if (isSendError(error)) {
    const { outcome, retriable, reason, message } = error;
    return { name: 'SendError', outcome, retriable, reason, message };
  }
  return { name: 'Error', message: error.message, ...(error.stack === undefined ? {} : { stack: error.stack }) };
}

export function restoreError(error: CrossingError): Error {
  switch (error.name) {
    case 'LoginError':
      return new LoginError(error.code, error.message);
    case 'ConnectionError':
      return new ConnectionError(readEndState(error.state));
    case 'SendError':
      return new SendError(error);
    case 'Error': {
      const restored = new Error(error.message);
      if (error.stack !== undefined) restored.stack = error.stack;
      return restored;
    }
  }
}

function isConnectionError(error: Error): error is ConnectionError {
  return error.name === 'ConnectionError' && 'state' in error;
}

function isSendError(error: Error): error is SendError {
  return error.name === 'SendError' && 'outcome' in error;
}
