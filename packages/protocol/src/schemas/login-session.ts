/** The conversation that makes or repairs a login: contract 2.18 and the bodies of 3.3. */

import { Type } from 'typebox';
import { Account } from './account.ts';
import { BridgeID, BridgeLogin } from './bridge.ts';
import { ID, oneOf } from './building-blocks.ts';

export const LoginInputField = Type.Object(
  {
    id: ID,
    type: Type.Optional(
      Type.String({ description: 'text, password, email, phone_number, username, url, number, select, ...' }),
    ),
    label: Type.Optional(Type.String()),
    placeholder: Type.Optional(Type.String()),
    initialValue: Type.Optional(Type.String()),
    optional: Type.Optional(Type.Boolean()),
    options: Type.Optional(
      Type.Array(Type.String(), { description: 'Additive: the values to choose from, with type select' }),
    ),
  },
  { title: 'LoginInputField' },
);
export type LoginInputField = Type.Static<typeof LoginInputField>;

const CookieSource = Type.Object({
  type: oneOf(['cookie', 'request_header', 'request_body', 'local_storage', 'special']),
  name: Type.String(),
  cookieDomain: Type.Optional(Type.String()),
  requestURLRegex: Type.Optional(Type.String()),
});

/** The last two fields are additive, in the words of bridges. */
export const CookieField = Type.Object(
  {
    id: ID,
    name: Type.Optional(Type.String()),
    type: Type.Optional(oneOf(['cookie', 'header', 'local_storage'])),
    required: Type.Optional(Type.Boolean()),
    pattern: Type.Optional(Type.String({ description: 'A regular expression that the value fits' })),
    sources: Type.Optional(
      Type.Array(CookieSource, { description: 'Where a browser has the value; any one is enough' }),
    ),
  },
  { title: 'CookieField' },
);
export type CookieField = Type.Static<typeof CookieField>;

export const LoginDisplay = Type.Union(
  [
    Type.Object({ type: Type.Literal('qr'), data: Type.String() }),
    Type.Object({ type: Type.Literal('emoji'), imageURL: Type.String() }),
    Type.Object({ type: Type.Literal('code'), data: Type.String() }),
    Type.Object({ type: Type.Literal('nothing') }),
  ],
  { title: 'LoginDisplay' },
);
export type LoginDisplay = Type.Static<typeof LoginDisplay>;

export const UserInputStep = Type.Object(
  {
    type: Type.Literal('user_input'),
    stepID: ID,
    fields: Type.Array(LoginInputField),
    instructions: Type.Optional(Type.String()),
    attachments: Type.Optional(Type.Array(Type.Unknown())),
  },
  { title: 'UserInputStep' },
);

export const CookiesStep = Type.Object(
  {
    type: Type.Literal('cookies'),
    stepID: ID,
    url: Type.String(),
    fields: Type.Array(CookieField),
    instructions: Type.Optional(Type.String()),
    userAgent: Type.Optional(Type.String()),
    expectedFinalURLRegex: Type.Optional(Type.String()),
    extractJS: Type.Optional(Type.String()),
  },
  { title: 'CookiesStep' },
);

export const DisplayAndWaitStep = Type.Object(
  {
    type: Type.Literal('display_and_wait'),
    stepID: ID,
    display: LoginDisplay,
    instructions: Type.Optional(Type.String()),
  },
  { title: 'DisplayAndWaitStep' },
);

export const CompleteStep = Type.Object(
  {
    type: Type.Literal('complete'),
    stepID: Type.Optional(ID),
    instructions: Type.Optional(Type.String()),
    account: Type.Optional(Account),
    login: Type.Optional(BridgeLogin),
  },
  { title: 'CompleteStep' },
);

export const LoginStep = Type.Union([UserInputStep, CookiesStep, DisplayAndWaitStep, CompleteStep], {
  title: 'LoginStep',
});
export type LoginStep = Type.Static<typeof LoginStep>;

export const LoginSession = Type.Object(
  {
    loginSessionID: ID,
    bridgeID: BridgeID,
    status: oneOf([
      'waiting_for_input',
      'waiting_for_cookies',
      'waiting_for_display',
      'complete',
      'cancelled',
      'failed',
    ]),
    currentStep: Type.Optional(LoginStep),
    account: Type.Optional(Account),
    login: Type.Optional(BridgeLogin),
    accountID: Type.Optional(ID),
    loginID: Type.Optional(ID),
    error: Type.Optional(
      Type.Object({
        code: Type.String(),
        message: Type.String(),
        details: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
      }),
    ),
  },
  { title: 'LoginSession' },
);
export type LoginSession = Type.Static<typeof LoginSession>;

export const LoginSessionInput = Type.Object(
  { flowID: Type.Optional(ID), loginID: Type.Optional(ID), accountID: Type.Optional(ID) },
  { title: 'LoginSessionInput' },
);
export type LoginSessionInput = Type.Static<typeof LoginSessionInput>;

export const LoginStepInput = Type.Object(
  {
    type: oneOf(['user_input', 'cookies', 'display_and_wait']),
    fields: Type.Optional(Type.Record(Type.String(), Type.String())),
    lastURL: Type.Optional(Type.String()),
    source: Type.Optional(oneOf(['api', 'webview', 'browser_extension'])),
  },
  { title: 'LoginStepInput' },
);
export type LoginStepInput = Type.Static<typeof LoginStepInput>;

export const LoginSessionCancelled = Type.Object(
  { bridgeID: BridgeID, loginSessionID: ID, status: Type.Literal('cancelled') },
  { title: 'LoginSessionCancelled' },
);
export type LoginSessionCancelled = Type.Static<typeof LoginSessionCancelled>;
