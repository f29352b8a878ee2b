import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { WebhookAttempt } from '@partyline/protocol';
import { requireProgram } from '../../../test/support/ircd-programs.ts';
import { startChildServer } from './support/child.ts';
import { addWebhook, hookFlags, openReceiver, verified } from './support/receiver.ts';
import { type Scope, temporaryFolder } from './support/server.ts';

/** For `localhost`, signed by itself. */
function makeCertificate(scope: Scope) {
  const folder = temporaryFolder(scope);
  const [config, key, cert] = ['openssl.cnf', 'key.pem', 'cert.pem'].map((name) => join(folder, name));
  if (config === undefined || key === undefined || cert === undefined) throw new Error('There are three');
  writeFileSync(
    config,
    '[req]\ndistinguished_name=n\n[n]\n[x]\nsubjectAltName=DNS:localhost\nbasicConstraints=CA:TRUE\n',
  );
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  const names = ['-subj', '/CN=localhost', '-config', config, '-extensions', 'x'];
  execFileSync('openssl', ['req', ...kind, ...names, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return { path: cert, cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
}

const options = { skip: requireProgram('openssl') };

test('over TLS, to who has a certificate that is vouched for, and to nobody else', options, async (t) => {
  const certificate = makeCertificate(t);
  const receiver = await openReceiver(t, certificate);
  const tryOut = async (env: Readonly<Record<string, string>>) => {
    const { api } = await startChildServer(t, temporaryFolder(t), { flags: hookFlags, env });
    const webhook = await addWebhook(api, receiver.url);
    return { webhook, attempt: await api.post<WebhookAttempt>(`/v1/webhooks/${webhook.id}/test`) };
  };
  const unknown = await tryOut({});
  assert.equal(unknown.attempt.delivered, false);
  assert.match(unknown.attempt.error ?? '', /certificate/);
  assert.equal(receiver.received.length, 0);
  const known = await tryOut({ NODE_EXTRA_CA_CERTS: certificate.path });
  assert.equal(known.attempt.delivered, true);
  const [received] = receiver.received;
  assert.ok(received !== undefined);
  verified(received, known.webhook.secret);
});
