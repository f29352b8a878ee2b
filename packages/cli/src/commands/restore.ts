import type { RestoreReport } from '@partyline/server';
import { sizeText } from '@partyline/server/size-text';
import { resolveDataDir } from '../data-dir.ts';
import { type Globals, refuseWhenReadOnly } from '../globals.ts';
import { hint, startHint } from '../hint.ts';
import { maintain } from '../maintenance.ts';
import { openProgress } from '../progress.ts';
import type { Result } from '../result.ts';
import { columns, paint, wrap } from '../text.ts';

export interface RestoreOptions {
  readonly replace?: boolean;
  /** Nothing is put back. */
  readonly check?: boolean;
}

/** @throws CliError 1 with the code of the refusal. */
export async function restoreBackup(backup: string, options: RestoreOptions, globals: Globals): Promise<Result> {
  if (options.check) return checkBackup(backup, globals);
  refuseWhenReadOnly(globals, 'put a backup back');
  const dataDir = await resolveDataDir(globals);
  const { restore } = await import('@partyline/server');
  const progress = openProgress(globals.json, () => 'Checking and copying');
  const report = await maintain((signal) =>
    restore(backup, dataDir, { replace: options.replace === true, signal, onProgress: progress.show }),
  ).finally(progress.end);
  const { createdAt, version, schema, key } = report.manifest;
  const document = {
    dataDir: report.dataDir,
    movedAside: report.movedAside ?? null,
    createdAt,
    version,
    schema,
    key,
    missing: report.missing,
  };
  return { document, text: told(report, globals) };
}

async function checkBackup(backup: string, { json }: Globals): Promise<Result> {
  const { bytesOf, verifyBackup } = await import('@partyline/server');
  const progress = openProgress(json, (total) => `Checking ${sizeText(total)}`);
  const manifest = await maintain((signal) => verifyBackup(backup, { signal, onProgress: progress.show })).finally(
    progress.end,
  );
  const { createdAt, version, schema, key, files } = manifest;
  const bytes = bytesOf(manifest);
  const text = `The backup is whole: ${sizeText(bytes)}, made ${localTime(createdAt)} by Partyline ${version}. ${keyWords[key]}`;
  return { document: { ok: true, createdAt, version, schema, key, files: files.length, bytes }, text: paragraph(text) };
}

const keyWords = {
  included: 'The key is in it.',
  left_out: 'The key was left out of it.',
  none: 'It has no key file; the key is in the settings.',
} as const;

function told({ dataDir, manifest, movedAside, missing }: RestoreReport, globals: Globals): string {
  const warning = paint('yellow', 'Warning:');
  return [
    paragraph(`Restored to ${dataDir}, as it was ${localTime(manifest.createdAt)}.`),
    ...(movedAside === undefined
      ? []
      : [`\nWhat was there before is in the following folder. Delete it when all is well.\n\n  ${movedAside}`]),
    ...(manifest.key === 'left_out'
      ? [
          `\n${paragraph(`${warning} put your copy of master.key into ${dataDir} (mode 600) before you start the server.`)}`,
        ]
      : []),
    ...(manifest.key === 'none'
      ? [
          `\n${paragraph(`${warning} start the server with the same PARTYLINE_MASTER_KEY (or masterKey in the config file) as before.`)}`,
        ]
      : []),
    ...aboutBridges(missing, manifest, globals),
    `\n${paragraph('Never run this copy and the original at the same time: both would sign in as you. Programs that follow the events begin anew.')}`,
    `\nStart it with:\n\n  ${startHint(globals)}`,
  ].join('\n');
}

type Missing = RestoreReport['missing'];

function aboutBridges(missing: Missing, { bridges = [] }: RestoreReport['manifest'], globals: Globals): string[] {
  const elsewhere = bridges.filter(({ database }) => database === 'elsewhere').map(({ bridgeID }) => bridgeID);
  return [
    ...missing.map(({ bridgeID, program, version, settings }) => {
      const beside = settings === undefined ? '' : `, and ${settings} beside it,`;
      const text = `${bridgeID} needs its program, which is not in a backup: put ${program} (${version ?? 'any version'})${beside} back.`;
      return `\n${paragraph(text)}\n\n  ${hint('bridges add <program>', globals)}`;
    }),
    ...elsewhere.map((bridgeID) => {
      const text = `The own database of ${bridgeID} is elsewhere, and must be of the same time: put its backup back there. Without one, let it begin anew:`;
      return `\n${paragraph(text)}\n\n  ${hint(`bridges reset ${bridgeID}`, globals)}`;
    }),
  ];
}

const paragraph = (text: string): string => wrap(text, columns());

/** In the person's own time zone: 2026-05-05 20:20. */
const localTime = (iso: string): string =>
  new Date(iso).toLocaleString('sv-SE', { dateStyle: 'short', timeStyle: 'short' });
