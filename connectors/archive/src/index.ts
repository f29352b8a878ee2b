/** Accounts without a network behind them: what is in them was imported (`POST /v1/accounts/{accountID}/imports`). */

import type { ConnectorFactory } from '@partyline/connector';
import { connection } from './connection.ts';
import { login } from './login.ts';

const createArchive: ConnectorFactory = () => ({
  login,
  async connect(_login, host) {
    host.signal.throwIfAborted();
    host.status({ state: 'connected' });
    return connection;
  },
});

export default createArchive;
