/** A refusal in the words of OAuth (RFC 6749, section 5.2; RFC 7591, section 3.2.2; RFC 8628, section 3.5; RFC 8707, section 2). */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly code: OAuthErrorCode;

  /** @param message for the person who writes the program */
  constructor(code: OAuthErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export type OAuthErrorCode =
  | 'access_denied'
  | 'authorization_pending'
  | 'expired_token'
  | 'invalid_client'
  | 'invalid_client_metadata'
  | 'invalid_grant'
  | 'invalid_request'
  | 'invalid_scope'
  | 'invalid_target'
  | 'slow_down'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type';
