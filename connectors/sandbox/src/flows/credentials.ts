/** The flows that begin with a user name and a password: `form`, `code` and `two-accounts`. */

import { type InputField, LoginError } from '@partyline/connector';
import { initialStatuses, isInitialStatus } from '../statuses.ts';
import { admit, type Desk, type Flow } from './flow.ts';

const WRONG_PASSWORD = 'wrong';
const CODE = '123456';
const TRIES = 3;
const USERNAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

const statusField: InputField = {
  id: 'status',
  type: 'select',
  label: 'Status to start in',
  initialValue: 'connected',
  options: initialStatuses,
  optional: true,
};
const nameField: InputField = { id: 'fullName', type: 'text', label: 'Name', optional: true };

export const form: Flow = async (desk) => {
  const { username, status = 'connected', fullName } = await credentials(desk, [statusField, nameField]);
  const name = fullName === undefined ? {} : { fullName };
  return admit(desk, { username, ...name, ...(isInitialStatus(status) ? { status } : {}) });
};

export const code: Flow = async (desk) => {
  const { username } = await credentials(desk, []);
  let instructions = 'Type the code of your authenticator.';
  for (let tries = 0; tries < TRIES; tries++) {
    const step = { stepID: 'second-factor', instructions } as const;
    const answer = await desk.io.ask({ ...step, fields: [{ id: 'code', type: '2fa_code', label: 'Code' }] });
    if (answer['code'] === CODE) return admit(desk, { username });
    instructions = 'That code is not right. Type the one that is shown now.';
  }
  throw new LoginError('bad_credentials', 'None of the codes was right. Start again.');
};

export const twoAccounts: Flow = async (desk) => {
  const { username } = await credentials(desk, []);
  return admit(desk, { username, accounts: ['-home', '-work'] });
};

/** Asks until user name, password and status can be taken. The user name comes back in lower case. */
async function credentials(
  { io, previous }: Desk,
  more: readonly InputField[],
): Promise<Readonly<Record<string, string>> & { username: string }> {
  const known = previous === undefined ? {} : { initialValue: previous.remoteID };
  let instructions = 'Sign in to the sandbox.';
  for (;;) {
    const answers = await io.ask({
      stepID: 'credentials',
      instructions,
      fields: [
        { id: 'username', type: 'username', label: 'User name', ...known },
        { id: 'password', type: 'password', label: 'Password' },
        ...more,
      ],
    });
    const username = (answers['username'] ?? '').trim().toLowerCase();
    const { status = 'connected' } = answers;
    if (answers['password'] === WRONG_PASSWORD) instructions = 'That password is not right. Type another one.';
    else if (!USERNAME.test(username))
      instructions = 'A user name has letters, digits, ".", "_" and "-". Type another one.';
    else if (!isInitialStatus(status)) instructions = `The status must be one of ${initialStatuses.join(', ')}.`;
    else return { ...answers, username };
  }
}
