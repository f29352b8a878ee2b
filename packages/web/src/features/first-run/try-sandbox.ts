import { type Partyline, PartylineError } from '@partyline/client';
import type { Account } from '@partyline/protocol';
import { appHeaders } from '../../app/app-key.ts';
import { t } from '../../texts/texts.ts';

/**
 * Signs in to the sandbox without a question, and lets its echo say hello, so that there is a chat to write in.
 * @throws APIError, APIConnectionError; PartylineError when the sandbox let nobody in
 */
export async function trySandbox(api: Partyline, bridgeID: string): Promise<Account> {
  const { loginSessionID, currentStep } = await api.bridges.loginSessions.create(bridgeID, { flowID: 'form' });
  const { account, error } = await api.bridges.loginSessions.steps.submit(currentStep?.stepID ?? '', {
    bridgeID,
    loginSessionID,
    type: 'user_input',
    fields: { username: 'you', password: 'sandbox', status: 'connected', fullName: t.welcome.tryUser },
  });
  if (account === undefined) throw new PartylineError(error?.message ?? t.errors.unknown);
  await sayHello(account.accountID);
  return account;
}

/** A command to the sandbox (`connectors/sandbox/README.md`). Without it the inbox is only quieter. */
async function sayHello(accountID: string): Promise<void> {
  for (let tries = 0; tries < 5; tries++) {
    const response = await fetch(`/v1/accounts/${encodeURIComponent(accountID)}/sandbox`, {
      method: 'POST',
      headers: { ...appHeaders(), 'Content-Type': 'application/json' },
      body: JSON.stringify({ say: { contact: 'echo', text: t.welcome.tryHello } }),
    }).catch(() => undefined);
    // It cannot speak before the account is connected.
    if (response === undefined || response.ok || response.status !== 409) return;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
