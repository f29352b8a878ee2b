/** Commands for the sandbox network behind an account; `connectors/sandbox/README.md` has them. */

import { TOKEN } from './server.ts';

/** @returns what the network answered */
export async function commandSandbox(url: string, accountID: string, command: unknown): Promise<unknown> {
  const response = await fetch(new URL(`/v1/accounts/${accountID}/sandbox`, url), {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(command),
  });
  if (!response.ok) throw new Error(`The sandbox refused ${JSON.stringify(command)}: ${await response.text()}`);
  return response.json();
}
