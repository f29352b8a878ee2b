/** Steps of a login as the framework has them (`bridgev2/login.go`), and the flow that most tests sign in by. */

import { Refusal } from './control.ts';

export const form = (id: string, fields: readonly object[], instructions = '') => ({
  type: 'user_input',
  step_id: `example.rehearsal.${id}`,
  instructions,
  user_input: { fields },
});

export const shown = (type: string, data: string, more: object = {}) => ({
  type: 'display_and_wait',
  step_id: `example.rehearsal.${type}`,
  instructions: 'Look at your phone',
  display_and_wait: { type, data, ...more },
});

/** Ann has the login `login-ann`, and is `ann` to others. */
export const signedIn = (username: string) => ({
  login: {
    id: `login-${username}`,
    user_id: username,
    name: `Account of ${username}`,
    profile: { name: `Person ${username}`, phone: '+15550100', username },
  },
});

export function passwordFlow(asked: Record<string, unknown>): unknown {
  if (asked['does'] === 'start')
    return form('password', [
      { type: 'username', id: 'username', name: 'User name' },
      { type: 'password', id: 'password', name: 'Password' },
    ]);
  const given = Object(asked['given']);
  if (given.password === 'wrong') throw new Refusal('That password is wrong.', { code: 'EXAMPLE.WRONG_PASSWORD' });
  return signedIn(given.username);
}
