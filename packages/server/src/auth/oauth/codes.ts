/** Authorization codes: good once, for 60 s, for the program, the redirect and the verifier they were made for (RFC 6749, section 4.1.2; RFC 7636). */

import { hash } from 'node:crypto';
import type { Policy } from '@partyline/protocol';
import type { TokenScope } from '../scopes.ts';
import { digest, randomSecret } from '../secret-text.ts';
import { type ShortLived, shortLived } from '../short-lived.ts';
import type { Client } from './clients.ts';
import { OAuthError } from './oauth-error.ts';

export interface Approved {
  readonly owner: string;
  readonly client: Client;
  readonly scopes: readonly TokenScope[];
  /** What the owner holds it to beside its scopes. */
  readonly policy?: Policy | undefined;
}

interface Code extends Approved {
  readonly redirectURI: string;
  readonly challenge: string;
}

export interface Presented {
  readonly code: string;
  readonly verifier: string;
  /** Compared when sent: the contract's schema does without them, and PKCE proves who asks (auth.md, 3.6). */
  readonly clientID: string | undefined;
  readonly redirectURI: string | undefined;
}

export interface Codes {
  make(code: Code): string;
  /**
   * @param grant makes what the code stands for. A code that comes again ends it: one of the two who had the code stole it.
   * @throws OAuthError `invalid_grant`
   */
  redeem<T extends { readonly grantID: string }>(
    presented: Presented,
    grant: (code: Approved) => Promise<T>,
  ): Promise<T>;
}

const codeLifetimeMs = 60_000;
/** RFC 7636, section 4.1. */
const verifierForm = /^[\w.~-]{43,128}$/;
const rememberedMs = 10 * 60_000;

export function createCodes(endGrant: (grantID: string) => Promise<void>, now: () => number = Date.now): Codes {
  const open = shortLived<Code>(codeLifetimeMs, now);
  const used: ShortLived<Promise<{ grantID: string }>> = shortLived(rememberedMs, now);
  return {
    make(code) {
      const text = randomSecret();
      open.put(digest(text), code);
      return text;
    },
    async redeem({ code: text, verifier, clientID, redirectURI }, grant) {
      const key = digest(text);
      const before = used.take(key);
      if (before !== undefined) {
        const { grantID } = await before;
        await endGrant(grantID);
        throw new OAuthError('invalid_grant', 'This code was used before. What it was exchanged for is revoked.');
      }
      // Whoever has it and cannot prove themselves has no second try.
      const code = open.take(key);
      if (code === undefined) throw new OAuthError('invalid_grant', 'This code is unknown or too old.');
      if ((clientID ?? code.client.id) !== code.client.id)
        throw new OAuthError('invalid_grant', 'This code was made for another program.');
      if ((redirectURI ?? code.redirectURI) !== code.redirectURI)
        throw new OAuthError('invalid_grant', 'This code was sent to another redirect_uri.');
      if (!verifierForm.test(verifier) || hash('sha256', verifier, 'base64url') !== code.challenge)
        throw new OAuthError('invalid_grant', 'The code_verifier does not belong to this code.');
      const granted = grant(code);
      used.put(key, granted);
      // One that could not be stored was not granted.
      granted.catch(() => used.take(key));
      return granted;
    },
  };
}
