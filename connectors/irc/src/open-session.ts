import { Session } from './session.ts';
import type { SessionOptions } from './session-options.ts';

/**
 * Resolves when the server has welcomed us, signed us in and told its settings.
 *
 * @throws RegistrationError
 * @throws the signal's reason when it aborts
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  options.signal.throwIfAborted();
  const session = new Session(options);
  await session.opened;
  return session;
}
