/** Every way of signing in that a bridge offers, begun as any client would and answered wrongly. */

import type { Api } from '../api.ts';
import { eventually } from '../api.ts';

export interface Session {
  readonly loginSessionID: string;
  readonly status: string;
  readonly error?: { readonly code: string; readonly message: string };
  readonly currentStep?: {
    readonly type: string;
    readonly stepID: string;
    readonly instructions?: string;
    readonly url?: string;
    readonly display?: { readonly type: string; readonly data?: string };
    readonly fields?: readonly { readonly id: string; readonly type: string; readonly label?: string }[];
  };
}

export interface TriedFlow {
  readonly id: string;
  readonly name: string;
  /** The first step, or how the login ended before there was any. */
  readonly first: Session;
  /** What came of wrong answers to a form or a page; undefined when nothing was asked. */
  readonly answered: Session | undefined;
}

/** Networks that cannot be reached are to be given up within this time. */
const patienceMs = 120_000;

export async function tryFlows(api: Api, bridgeID: string): Promise<TriedFlow[]> {
  const { items } = await api.get<{ items: { id: string; name: string }[] }>(`/v1/bridges/${bridgeID}/login-flows`);
  const tried: TriedFlow[] = [];
  for (const { id, name } of items) {
    const first = await begin(api, bridgeID, id);
    const answered = await answerWrongly(api, bridgeID, first);
    tried.push({ id, name, first, answered });
    await end(api, bridgeID, answered ?? first);
  }
  return tried;
}

/** @returns the session at its first step, or ended */
export async function begin(api: Api, bridgeID: string, flowID: string): Promise<Session> {
  return settled(api, bridgeID, await api.post<Session>(sessions(bridgeID), { flowID }));
}

/** @returns the session at its next step, or ended */
export async function submit(api: Api, bridgeID: string, session: Session, fields: object): Promise<Session> {
  const { stepID, type } = session.currentStep ?? {};
  const path = `${sessions(bridgeID)}/${session.loginSessionID}/steps/${stepID}`;
  return settled(api, bridgeID, await api.post<Session>(path, { type, fields }));
}

async function answerWrongly(api: Api, bridgeID: string, session: Session): Promise<Session | undefined> {
  const step = session.currentStep;
  if (step?.type !== 'user_input' && step?.type !== 'cookies') return undefined;
  const fields = Object.fromEntries((step.fields ?? []).map(({ id, type }) => [id, wrong[type] ?? 'wrong']));
  return submit(api, bridgeID, session, fields);
}

const wrong: Readonly<Record<string, string>> = {
  phone_number: '+12345',
  email: 'nobody@example.org',
  url: 'https://example.org',
  header: 'name=wrong',
};

async function end(api: Api, bridgeID: string, { loginSessionID, currentStep }: Session): Promise<void> {
  if (currentStep !== undefined) await api.call('DELETE', `${sessions(bridgeID)}/${loginSessionID}`);
}

/** While the bridge works there is nothing to do or see. */
function settled(api: Api, bridgeID: string, session: Session): Promise<Session> {
  const isWorking = ({ currentStep }: Session) => currentStep?.display?.type === 'nothing';
  if (!isWorking(session)) return Promise.resolve(session);
  return eventually(
    () => api.get<Session>(`${sessions(bridgeID)}/${session.loginSessionID}`),
    (now) => !isWorking(now),
    patienceMs,
  );
}

const sessions = (bridgeID: string) => `/v1/bridges/${bridgeID}/login-sessions`;

/** A session in one line, for a person. */
export function inWords({ status, currentStep, error }: Session): string {
  if (error !== undefined) return `${status}: ${error.code}: ${error.message}`;
  if (currentStep === undefined) return status;
  const { type, fields = [], display, url, instructions } = currentStep;
  const parts = [
    ...(display === undefined ? [] : [display.type]),
    ...(url === undefined ? [] : [url]),
    ...fields.map((field) => `${field.id}:${field.type}`),
  ];
  return `${type} (${parts.join(', ')})${instructions === undefined ? '' : ` "${instructions}"`}`;
}
