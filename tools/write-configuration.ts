/** Writes `docs/configuration.md` from the settings table; with `--check` it only says whether the page is up to date. */

import { readFileSync, writeFileSync } from 'node:fs';
import { type Setting, settingsTable } from '@partyline/server';

const page = new URL('../docs/configuration.md', import.meta.url);

const rows = settingsTable.map((setting: Setting) => {
  const limits = setting.kind === 'integer' ? ` From ${setting.min ?? 0} to ${setting.max ?? 'any'}.` : '';
  const choices =
    setting.oneOf === undefined ? '' : ` One of ${setting.oneOf.map((word) => `\`${word}\``).join(', ')}.`;
  const usual =
    setting.default === undefined || (Array.isArray(setting.default) && setting.default.length === 0)
      ? ''
      : `\`${String(setting.default)}\``;
  const flag = setting.flag === undefined ? '' : `\`--${setting.flag}\``;
  return `| \`${setting.key}\` | ${flag} | \`${setting.env}\` | ${usual} | ${setting.description}${limits}${choices} |`;
});

const text = `# Configuration

Flags win over the environment, the environment over the file, the file over the defaults. Flags are written \`--port 23400\` or \`--port=23400\`; a yes-or-no flag stands
alone, and \`--no-sandbox\` is its opposite. The file is JSON with any of the keys: \`{ "port": 23400, "sandbox": true }\`. Secrets have no flag, because other users of a machine can
read the arguments of a process.

| key | flag | environment | default | meaning |
|---|---|---|---|---|
${rows.join('\n')}

\`BEEPER_SERVER_DATA_DIR\` stands in for \`PARTYLINE_DATA_DIR\` when that is not set, and \`--server-env\` is accepted and ignored: the official command line passes both.
`;

if (process.argv.includes('--check')) {
  if (readFileSync(page, 'utf8') !== text)
    throw new Error('docs/configuration.md is not what the settings table says: run npm run docs');
} else {
  writeFileSync(page, text);
}
