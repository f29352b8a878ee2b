import type { BackupReport } from '@partyline/server';
import { sizeText } from '@partyline/server/size-text';
import { resolveDataDir } from '../data-dir.ts';
import type { Globals } from '../globals.ts';
import { hint } from '../hint.ts';
import { maintain } from '../maintenance.ts';
import { openProgress } from '../progress.ts';
import type { Result } from '../result.ts';
import { columns, paint, wrap } from '../text.ts';

export interface BackupOptions {
  readonly withoutKey?: boolean;
}

/** @throws CliError 1 with the code of the refusal. */
export async function makeBackup(
  target: string | undefined,
  options: BackupOptions,
  globals: Globals,
): Promise<Result> {
  const dataDir = await resolveDataDir(globals);
  const { backUp } = await import('@partyline/server');
  const progress = openProgress(globals.json, (total) => `Copying ${sizeText(total)}`);
  const report = await maintain((signal) =>
    backUp(dataDir, target, { withKey: options.withoutKey !== true, signal, onProgress: progress.show }),
  ).finally(progress.end);
  const { createdAt, schema, version, key, files } = report.manifest;
  const document = {
    backup: report.path,
    dataDir,
    createdAt,
    version,
    schema,
    key,
    files: files.length,
    bytes: report.bytes,
    bridges: report.manifest.bridges ?? [],
  };
  const size = `${sizeText(report.bytes)} in ${files.length} ${files.length === 1 ? 'file' : 'files'}`;
  const text = [
    `Backed up ${dataDir}: ${size}.`,
    `\n  ${report.path}\n`,
    paragraph(aboutKey(report)),
    ...aboutBridges(report),
    `\nPut it back, with the server stopped:\n\n  ${hint(`restore ${report.path} --replace`, { ...globals, url: undefined, urlFrom: undefined })}`,
  ];
  return { document, text: text.join('\n') };
}

function aboutKey({ manifest }: BackupReport): string {
  const warning = paint('yellow', 'Warning:');
  switch (manifest.key) {
    case 'included':
      return `${warning} the key is in it. Whoever gets this folder can sign in to your accounts and read everything: keep it like a password, or use --without-key and keep master.key elsewhere.`;
    case 'left_out':
      return `${warning} the key is not in it. Keep a copy of master.key elsewhere: without it the accounts in this backup cannot sign in. The messages in it can be read by whoever gets this folder.`;
    case 'none':
      return `${warning} there is no key file, so the key is PARTYLINE_MASTER_KEY (or masterKey in the config file). Keep it: without it the accounts in this backup cannot sign in. The messages in it can be read by whoever gets this folder.`;
  }
}

/** They have no key: what they sign in with is as readable as the messages. */
function aboutBridges({ manifest: { bridges = [] } }: BackupReport): string[] {
  const programs = bridges.flatMap(({ program, settings }) => [program, settings]).filter((path) => path !== undefined);
  const elsewhere = bridges.filter(({ database }) => database === 'elsewhere').map(({ bridgeID }) => bridgeID);
  return [
    ...(bridges.some(({ database }) => database === 'included')
      ? [
          `\n${paragraph(`${paint('yellow', 'Warning:')} it holds what bridges sign in with, readable without any key.`)}`,
        ]
      : []),
    ...(programs.length > 0 ? [`\nNot in it, keep copies:\n\n  ${programs.join('\n  ')}`] : []),
    ...(elsewhere.length > 0
      ? [`\n${paragraph(`The database of ${elsewhere.join(', ')} is elsewhere: back it up there, at the same time.`)}`]
      : []),
  ];
}

const paragraph = (text: string): string => wrap(text, columns());
