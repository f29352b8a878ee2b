/** Signing in: asks, then really connects, so that what is stored is known to work. */

import { type Log, type Login, LoginError, type LoginIO, type LoginResult } from '@partyline/connector';
import { correction, type Problem, serverForm } from './form.ts';
import { readForm } from './form-reading.ts';
import { answersOf, newLogin, repairOf } from './form-start.ts';
import { KNOWN_NETWORKS } from './known-networks.ts';
import type { Limits } from './limits.ts';
import { openSession } from './open-session.ts';
import { profileOf } from './profile.ts';
import { RegistrationError } from './registration-error.ts';
import type { Session } from './session.ts';
import { type Settings, settingsFromJson, settingsToJson } from './settings.ts';

interface Context {
  readonly flowID: string;
  readonly io: LoginIO;
  readonly previous: Login | undefined;
  readonly limits: Limits;
  readonly log: Log;
}

export async function login(context: Context): Promise<LoginResult> {
  const { io, previous } = context;
  const before = previous === undefined ? undefined : settingsFromJson(previous.settings);
  const form = before === undefined ? newLogin(context.flowID) : repairOf(before);
  let { offered, welcome: instructions } = form;
  for (;;) {
    const answers = await io.ask(serverForm(form, offered, instructions));
    const reading = readForm(answers, form);
    const outcome = 'problem' in reading ? reading : await attempt(context, before, reading.settings, reading.password);
    if (!('problem' in outcome)) return outcome;
    // What was tried is offered as it was understood, what could not be tried as it was typed.
    const { auth } = answers;
    offered =
      'settings' in reading
        ? { ...answersOf(reading.settings), ...(auth !== undefined && { auth }) }
        : { ...form.defaults, ...answers };
    instructions = correction(outcome);
  }
}

/** @throws LoginError where asking again would not help */
async function attempt(
  { io, previous, limits, log }: Context,
  before: Settings | undefined,
  settings: Settings,
  password: string,
): Promise<LoginResult | Problem> {
  io.show({
    stepID: 'connecting',
    display: { type: 'nothing' },
    instructions: `Connecting to ${settings.server}, port ${settings.port} …`,
  });
  const options = {
    settings,
    password,
    // While a login is being repaired its own connection may still hold the nick; `connect` gets it back.
    whenNickTaken: before?.nick === settings.nick ? 'take-another' : 'fail',
    limitMs: limits.registrationMs,
    signal: io.signal,
    log,
    listener: silentListener,
  } as const;
  let session: Session;
  try {
    session = await openSession(options);
  } catch (error) {
    if (!(error instanceof RegistrationError)) throw error;
    if (error.state.state === 'blocked') throw new LoginError('refused', error.message);
    return { problem: error.forLogin.text ?? error.message, check: error.forLogin.check };
  }
  const result = resultOf(session, settings, password);
  await session.quit();
  io.signal.throwIfAborted();
  if (previous === undefined) return result;
  if (result.remoteID !== previous.remoteID) {
    const check = settings.auth === 'sasl' ? 'account' : 'nick';
    return {
      problem: `This login belongs to “${previous.remoteID.split('@')[0]}”. Keep that ${check}, or add another login for “${settings[check]}”.`,
      check: [check],
    };
  }
  return result;
}

function resultOf(session: Session, settings: Settings, password: string): LoginResult {
  const signedInAs = settings.auth === 'sasl' ? settings.account : settings.nick;
  const remoteID = `${session.fold(signedInAs)}@${settings.server}:${settings.port}`;
  const network =
    session.networkName ?? KNOWN_NETWORKS.find(({ server }) => server === settings.server)?.name ?? settings.server;
  return {
    remoteID,
    settings: settingsToJson(settings),
    secrets: settings.auth === 'none' ? {} : { password },
    accounts: [{ remoteID, network, user: profileOf(session, settings) }],
  };
}

/** A login reads no messages: nothing is acknowledged that anybody could miss. */
const silentListener = {
  message: () => {},
  ping: (answer: () => void) => answer(),
  identityChanged: () => {},
  line: () => {},
  answered: () => {},
  ended: () => {},
};
