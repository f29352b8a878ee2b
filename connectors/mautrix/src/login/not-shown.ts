/** Steps of a bridge's login that a login session cannot carry. */

import { type Fields, fields, list, text } from '@partyline/matrix-content';

/** The flow cannot go on here; another one of the bridge may. */
export class StepNotShown extends Error {
  override readonly name = 'StepNotShown';
}

/** What the step asks for that cannot be shown, as the object of "asks for"; undefined when it can be. */
export function notShown(step: Fields): string | undefined {
  const type = text(step['type']) ?? 'missing';
  switch (type) {
    case 'user_input': {
      const { attachments } = fields(step['user_input']);
      return list(attachments).length > 0 ? 'something to be read off a picture or heard (a captcha)' : undefined;
    }
    case 'cookies':
    case 'display_and_wait':
      return undefined;
    case 'webauthn':
      return 'a passkey, which only a page of the network itself may read';
    // Only asked of those who offer it, which Partyline does not.
    case 'client_http':
      return 'requests that are to be made from another machine';
    default:
      return `a step ("${type}") that is unknown here`;
  }
}
