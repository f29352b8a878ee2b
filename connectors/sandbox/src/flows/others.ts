/** The flows for what else can happen in a login: `cookies`, `slow` and `fails`. */

import { LoginError } from '@partyline/connector';
import { admit, type Flow, wait } from './flow.ts';

const LONGEST_SECONDS = 3600;

const failures = {
  bad_credentials: 'The sandbox does not know this user name and password. Check both and try again.',
  unreachable: 'The sandbox cannot be reached. Check the address and try again.',
  refused: 'The sandbox said: no sign-ins from here.',
} as const;

export const cookies: Flow = async (desk) => {
  let instructions = 'Sign in on the page; its cookies are taken from there.';
  for (;;) {
    const answers = await desk.io.cookies({
      stepID: 'session',
      instructions,
      url: 'https://sandbox.invalid/sign-in',
      expectedFinalURLRegex: '^https://sandbox\\.invalid/home',
      fields: [
        { id: 'session', name: 'session', type: 'cookie' },
        { id: 'csrf', name: 'x-csrf-token', type: 'header', optional: true },
        { id: 'device', name: 'device', type: 'local_storage', optional: true },
      ],
    });
    if (answers['session'] !== 'wrong') return admit(desk, { username: 'cookie-user' });
    instructions = 'The page does not know this session. Sign in there once more.';
  }
};

export const slow: Flow = async (desk) => {
  const field = { id: 'seconds', type: 'number', label: 'Seconds to take', initialValue: '10' } as const;
  let instructions = 'How long shall the sign-in take?';
  for (;;) {
    const answers = await desk.io.ask({ stepID: 'duration', instructions, fields: [field] });
    const seconds = Number(answers['seconds']);
    if (seconds >= 0 && seconds <= LONGEST_SECONDS) {
      desk.io.show({ stepID: 'wait', instructions: 'The sandbox takes its time.', display: { type: 'nothing' } });
      await wait(seconds * 1000, desk);
      return admit(desk, { username: 'slow-user' });
    }
    instructions = `Type a number from 0 to ${LONGEST_SECONDS}.`;
  }
};

export const fails: Flow = async ({ io }) => {
  const codes = Object.keys(failures);
  const { code = '' } = await io.ask({
    stepID: 'failure',
    instructions: 'With which error shall the sign-in fail?',
    fields: [{ id: 'code', type: 'select', label: 'Code', options: codes, initialValue: 'bad_credentials' }],
  });
  throw new LoginError(code, new Map(Object.entries(failures)).get(code) ?? 'The sandbox was told to fail.');
};
