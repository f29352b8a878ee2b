/** Bodies and answers of app setup: contract 3.10. */

import { Type } from 'typebox';
import { AppState, Verification } from './app-state.ts';
import { ID } from './building-blocks.ts';

const text = Type.String({ minLength: 1, maxLength: 1_000 });

export const SetupStarted = Type.Object(
  { setupRequestID: ID, signInMethods: Type.Array(Type.String()) },
  { title: 'SetupStarted' },
);

export const SetupEmailInput = Type.Object({
  setupRequestID: text,
  email: Type.String({ minLength: 1, maxLength: 1_000, description: 'Where the owner wants the code' }),
});

export const SetupResponseInput = Type.Object({
  setupRequestID: text,
  response: Type.String({ minLength: 1, maxLength: 1_000, description: 'The code' }),
});

export const SetupRegisterInput = Type.Object({
  setupRequestID: text,
  leadToken: text,
  username: text,
  acceptTerms: Type.Literal(true),
});

export const SetupComplete = Type.Object(
  {
    matrix: Type.Object(
      { accessToken: Type.String(), deviceID: ID, homeserver: Type.String(), userID: ID },
      { description: 'What the official clients keep: `accessToken` is a token for this API, shown once' },
    ),
    session: AppState,
  },
  { title: 'SetupComplete' },
);
export type SetupComplete = Type.Static<typeof SetupComplete>;

export const VerificationList = Type.Object({ items: Type.Array(Verification) }, { title: 'VerificationList' });

export const VerificationAnswer = Type.Object(
  { session: AppState, verification: Type.Optional(Verification) },
  { title: 'VerificationAnswer' },
);

export const SessionAnswer = Type.Object({ session: AppState }, { title: 'SessionAnswer' });

export const RecoveryKeyAnswer = Type.Object(
  { recoveryKey: Type.String(), session: AppState },
  { title: 'RecoveryKeyAnswer' },
);
