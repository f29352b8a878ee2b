/** Sign-in by a code, as the official clients do it (contract 3.10): start, ask for a code, answer with it. */

import { randomUUID } from 'node:crypto';
import { ApiError, invalidValue, notFound } from '@partyline/protocol';
import { digest } from '../secret-text.ts';
import { shortCode, typedCode } from '../short-code.ts';
import { shortLived } from '../short-lived.ts';
import type { MadeToken, Tokens } from '../tokens.ts';
import type { SendCode } from './code-sender.ts';

export interface SetupRequests {
  /** @returns an ID for the calls that follow */
  start(): string;
  /** Makes a code and sends it; one sent before does not work any more. @throws ApiError `NOT_FOUND` */
  sendCode(requestID: string, email: string): void;
  /** Ends the request. @throws ApiError `NOT_FOUND`, `CONFLICT` before a code was sent, `VALIDATION_ERROR` when the code is another */
  answer(requestID: string, code: string): Promise<MadeToken>;
  /** @throws ApiError `NOT_FOUND` */
  check(requestID: string): void;
}

const lifetimeMs = 10 * 60_000;
const maxTries = 5;

export function createSetupRequests(tokens: Tokens, sendCode: SendCode, now: () => number = Date.now): SetupRequests {
  const open = shortLived<{ code: string | undefined; tries: number }>(lifetimeMs, now);
  const find = (requestID: string) => {
    const found = open.get(requestID);
    if (found === undefined) throw notFound('Setup request');
    return found;
  };
  return {
    start() {
      const id = randomUUID();
      open.put(id, { code: undefined, tries: 0 });
      return id;
    },
    sendCode(requestID, email) {
      const request = find(requestID);
      const code = shortCode();
      request.code = digest(code);
      // Nobody waits for it: how long it takes would tell whether the address is the owner's.
      void sendCode(code, email);
    },
    async answer(requestID, code) {
      const request = find(requestID);
      if (request.code === undefined)
        throw new ApiError('CONFLICT', 'Ask for a code first, with POST /v1/app/setup/email.');
      if (digest(typedCode(code)) !== request.code) {
        request.tries++;
        if (request.tries >= maxTries) open.take(requestID);
        throw invalidValue(['body', 'response'], 'This is not the code that was sent. Look at it again.');
      }
      // Of two answers at once, one gets the token.
      if (open.take(requestID) === undefined) throw notFound('Setup request');
      return tokens.create({ name: 'signed in by code', scopes: ['read', 'write'] });
    },
    check: (requestID) => void find(requestID),
  };
}
