import type { AccessTokenInput, AccessTokenList, NewAccessToken } from '@partyline/protocol';
import { path } from '../path.ts';
import type { RequestOptions, Transport } from '../transport.ts';

/** Access tokens and what they are held to. For a token without a policy that the owner made. Not in the official API. */
export class Tokens {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Oldest first, without their secrets. */
  list(options?: RequestOptions): Promise<AccessTokenList> {
    return this.#transport.send({ method: 'GET', path: '/v1/tokens' }, options);
  }

  /** The answer has the secret, which cannot be read again. @throws UnprocessableEntityError for a policy that names what is not there */
  create(body: AccessTokenInput, options?: RequestOptions): Promise<NewAccessToken> {
    return this.#transport.send({ method: 'POST', path: '/v1/tokens', body }, options);
  }

  /** @throws NotFoundError */
  revoke(tokenID: string, options?: RequestOptions): Promise<void> {
    return this.#transport.send({ method: 'DELETE', path: path`/v1/tokens/${tokenID}` }, options);
  }
}
