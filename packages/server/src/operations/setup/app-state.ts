/** The setup state of contract 2.20, for a server whose owner has no Matrix account here: signed in or not, and nothing to encrypt or verify. */

import type { AppState } from '@partyline/protocol';

export const appState = (signedIn: boolean): AppState => ({
  state: signedIn ? 'ready' : 'needs-login',
  e2ee: {
    initialized: false,
    secretStorage: false,
    crossSigning: false,
    verified: false,
    keyBackup: false,
    firstSyncDone: signedIn,
    hasBackedUpRecoveryKey: false,
    secrets: {
      masterKey: false,
      selfSigningKey: false,
      userSigningKey: false,
      megolmBackupKey: false,
      recoveryKey: false,
    },
  },
});
