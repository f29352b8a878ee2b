/** Looks at everything that has to be right, and says what to do about what is not. */

import { exitCodes } from '../exit.ts';
import type { Globals } from '../globals.ts';
import type { Result } from '../result.ts';
import { columns, paint, printable, wrap } from '../text.ts';
import { checkAccess, checkDataDir, checkNode, checkOthers, checkServer, type Finding } from './doctor-checks.ts';

export async function examine({ quick = false }: { readonly quick?: boolean }, globals: Globals): Promise<Result> {
  const server = await checkServer(globals);
  const findings: Finding[] = [
    checkNode(process.versions.node),
    ...(await checkDataDir(globals, quick)),
    ...server.findings,
    ...(await checkOthers(server.url, globals)),
    ...(server.url === undefined ? [] : await checkAccess(globals)),
  ];
  const failed = findings.filter((finding) => finding.level === 'fail');
  const text = [...findings.map(line), '', summary(findings)].join('\n');
  const exitCode =
    failed.length === 0 ? exitCodes.done : failed.every(isAboutServer) ? exitCodes.notReady : exitCodes.failed;
  return { document: { ok: failed.length === 0, findings }, text, exitCode };
}

const isAboutServer = (finding: Finding): boolean => finding.check === 'server';

const marks = {
  ok: ['green', 'ok  '],
  warn: ['yellow', 'warn'],
  fail: ['red', 'FAIL'],
} as const;

const checkWidth = 14;
const hanging = ' '.repeat(6 + checkWidth);

function line({ level, check, message }: Finding): string {
  const [colour, mark] = marks[level];
  return `${paint(colour, mark)}  ${check.padEnd(checkWidth)}${wrap(printable(message), columns(), hanging).trimStart()}`;
}

function summary(findings: readonly Finding[]): string {
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length;
  if (count('fail') + count('warn') === 0) return 'All is well.';
  return `${count('fail')} failed, ${count('warn')} to look at.`;
}
