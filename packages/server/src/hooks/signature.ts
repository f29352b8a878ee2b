/** Standard Webhooks, version 1: the headers that prove who posted what, and when. */

import { createHmac } from 'node:crypto';

const prefix = 'whsec_';

export const secretText = (bytes: Uint8Array): string => prefix + Buffer.from(bytes).toString('base64');

/**
 * @param id the same whenever the same event is posted; without a full stop
 * @param at of this try: receivers refuse what is minutes old
 * @param secrets `whsec_…`, each of which signs
 */
export function signedHeaders(
  id: string,
  at: Date,
  body: string,
  secrets: readonly string[],
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const signature = (secret: string) => {
    const key = Buffer.from(secret.slice(prefix.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  };
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map(signature).join(' '),
  };
}
