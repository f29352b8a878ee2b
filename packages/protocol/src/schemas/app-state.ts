/** Setup and device verification: contract 2.20 and 2.21. Both objects are closed. */

import { Type } from 'typebox';
import { ID, oneOf } from './building-blocks.ts';

const closed = { additionalProperties: false } as const;

export const Verification = Type.Object(
  {
    id: ID,
    purpose: oneOf(['login', 'device']),
    direction: oneOf(['incoming', 'outgoing']),
    state: oneOf(['requested', 'ready', 'sas_ready', 'qr_scanned', 'done', 'cancelled', 'error']),
    methods: Type.Array(oneOf(['qr', 'sas'])),
    availableActions: Type.Array(oneOf(['accept', 'cancel', 'qr.confirmScanned', 'sas.start', 'sas.confirm'])),
    otherUserID: Type.Optional(Type.String()),
    otherDevice: Type.Optional(Type.Object({ id: ID, name: Type.Optional(Type.String()) }, closed)),
    qr: Type.Optional(Type.Object({ data: Type.String() }, closed)),
    sas: Type.Optional(Type.Object({ emojis: Type.String(), decimals: Type.Optional(Type.String()) }, closed)),
    error: Type.Optional(Type.Object({ code: Type.String(), reason: Type.String() }, closed)),
  },
  { title: 'Verification', ...closed },
);
export type Verification = Type.Static<typeof Verification>;

export const AppState = Type.Object(
  {
    state: oneOf([
      'needs-login',
      'initializing',
      'needs-cross-signing-setup',
      'needs-verification',
      'needs-secrets',
      'needs-first-sync',
      'ready',
    ]),
    e2ee: Type.Object(
      {
        initialized: Type.Boolean(),
        secretStorage: Type.Boolean(),
        crossSigning: Type.Boolean(),
        verified: Type.Boolean(),
        keyBackup: Type.Boolean(),
        firstSyncDone: Type.Boolean(),
        hasBackedUpRecoveryKey: Type.Boolean(),
        secrets: Type.Object(
          {
            masterKey: Type.Boolean(),
            selfSigningKey: Type.Boolean(),
            userSigningKey: Type.Boolean(),
            megolmBackupKey: Type.Boolean(),
            recoveryKey: Type.Boolean(),
          },
          closed,
        ),
        recoveryKeyGeneratedAt: Type.Optional(Type.Number()),
      },
      closed,
    ),
    matrix: Type.Optional(Type.Object({ userID: ID, deviceID: ID, homeserver: Type.String() }, closed)),
    verification: Type.Optional(Verification),
  },
  { title: 'AppState', ...closed },
);
export type AppState = Type.Static<typeof AppState>;
