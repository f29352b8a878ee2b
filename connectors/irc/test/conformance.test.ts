import { test } from 'node:test';
import { conformance } from '@partyline/connector/conformance';
import { requireProgram } from '../../../test/support/ircd.ts';
import { inspircd, ngircd, subject } from './real-ircd.ts';

for (const [name, kind] of Object.entries({ ngircd, inspircd } as const)) {
  const program = name === 'ngircd' ? 'ngircd' : 'inspircd';
  const missing = requireProgram(program, 'openssl');
  if (missing === false) conformance(`IRC on ${name}`, subject(kind), 3);
  else test(`IRC on ${name}`, { skip: missing }, () => {});
}
