import { APIError, NotFoundError } from '@partyline/client';
import { CliError } from './exit.ts';

/**
 * For calls that are not in the official API, about something that is known to be there: a server without such a call says that it found nothing, which
 * would be taken for the chat.
 *
 * @param what the call does: `deletes chats`
 * @throws CliError 1 when the server has no such call
 */
export async function offered<T>(what: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    const isMissing = error instanceof NotFoundError || (error instanceof APIError && error.status === 405);
    if (!isMissing) throw error;
    throw new CliError('failed', 'not_offered', `This server has no call that ${what} (${error.message}).`);
  }
}
