import { BridgeID, BridgeList, LoginFlowList, LoginSession, LoginStepInput } from '@partyline/protocol';
import { Type } from 'typebox';
import { listBridges } from '../../operations/bridges/list.ts';
import { listLoginFlows } from '../../operations/bridges/login-flows.ts';
import { createLoginSession } from '../../operations/bridges/login-session-create.ts';
import { retrieveLoginSession } from '../../operations/bridges/login-session-retrieve.ts';
import { submitLoginStep } from '../../operations/bridges/login-step-submit.ts';
import { tool } from '../tool.ts';
import { accountID } from './arguments.ts';

export const networks = tool({
  name: 'list_networks',
  title: 'List networks',
  description: 'The networks on which accounts can be added, each with its ways of signing in.',
  scope: 'read',
  input: Type.Object({}),
  output: Type.Object({
    items: Type.Array(
      Type.Object({ ...BridgeList.properties.items.items.properties, loginFlows: LoginFlowList.properties.items }),
    ),
  }),
  async run(desk) {
    const { items } = await desk.ask(listBridges, BridgeList);
    const withFlows = await Promise.all(
      items.map(async (bridge) => {
        const flows = await desk.ask(listLoginFlows, LoginFlowList, { params: { bridgeID: bridge.id } });
        return { ...bridge, loginFlows: flows.items };
      }),
    );
    const lines = withFlows.map(
      ({ id, displayName, status, statusText, loginFlows }) =>
        `- ${displayName} (bridgeID: ${id}), ${statusText ?? status}; signs in by ${loginFlows.map((flow) => `${flow.name} (flowID: ${flow.id})`).join(', ')}`,
    );
    return { text: `# Networks\n${lines.join('\n')}`, structured: { items: withFlows } };
  },
});

const session = { bridgeID: BridgeID, loginSessionID: Type.String({ minLength: 1 }) };

export const startLogin = tool({
  name: 'start_login',
  withoutPolicy: true,
  title: 'Sign in to a network',
  description:
    'Begins to add an account, or with accountID to sign in to one again. The answer says what comes next: ask the user for it, and never make up a secret.',
  scope: 'write',
  input: Type.Object({
    bridgeID: BridgeID,
    flowID: Type.Optional(Type.String({ minLength: 1 })),
    accountID: Type.Optional(accountID),
  }),
  output: LoginSession,
  async run(desk, { bridgeID, ...body }) {
    const begun = await desk.ask(createLoginSession, LoginSession, { params: { bridgeID }, body });
    return { text: inWords(begun), structured: begun };
  },
});

export const continueLogin = tool({
  name: 'submit_login_step',
  withoutPolicy: true,
  title: 'Go on signing in',
  description:
    'Hands in what the current step asks for, or, for a display_and_wait step, waits until the user has done it elsewhere.',
  scope: 'write',
  input: Type.Object({ ...session, stepID: Type.String({ minLength: 1 }), ...LoginStepInput.properties }),
  output: LoginSession,
  async run(desk, { bridgeID, loginSessionID, stepID, ...body }) {
    const params = { bridgeID, loginSessionID, stepID };
    const gone = await desk.ask(submitLoginStep, LoginSession, { params, body });
    return { text: inWords(gone), structured: gone };
  },
});

export const checkLogin = tool({
  name: 'get_login',
  withoutPolicy: true,
  title: 'Look at a sign-in',
  description: 'What a sign-in that was begun waits for now.',
  scope: 'read',
  input: Type.Object(session),
  output: LoginSession,
  async run(desk, params) {
    const now = await desk.ask(retrieveLoginSession, LoginSession, { params });
    return { text: inWords(now), structured: now };
  },
});

function inWords({ status, currentStep, loginSessionID, error, accountID: added }: LoginSession): string {
  if (error !== undefined) return `Signing in failed: ${error.message}`;
  if (status === 'complete') return `Signed in${added === undefined ? '' : ` (accountID: ${added})`}.`;
  const step = currentStep === undefined ? '' : `\nThe step is:\n${JSON.stringify(currentStep, undefined, 2)}`;
  return `${status} (loginSessionID: ${loginSessionID})${step}`;
}
