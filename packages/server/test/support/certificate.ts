/** Certificates for tests. Node reads them and cannot make them. */

import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * For the `skip` option of a test: `false` when the program is there, else the line that says what to install.
 *
 * @throws with `CI=true` when it is missing: there a test may not be skipped.
 */
export function requireOpenssl(): string | false {
  if (spawnSync('openssl', ['version']).status === 0) return false;
  const reason = 'needs openssl: apt-get install openssl';
  if (process.env['CI'] === 'true') throw new Error(reason);
  return reason;
}

/** For `localhost`, signed by itself. */
export function makeCertificate(cert: string, key: string): void {
  const config = join(dirname(cert), 'openssl.cnf');
  writeFileSync(
    config,
    '[req]\ndistinguished_name=n\n[n]\n[x]\nsubjectAltName=DNS:localhost\nbasicConstraints=CA:TRUE\n',
  );
  const options = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  const names = ['-subj', '/CN=localhost', '-config', config, '-extensions', 'x'];
  execFileSync('openssl', ['req', ...options, ...names, '-keyout', key, '-out', cert], { stdio: 'ignore' });
}
