import assert from 'node:assert/strict';
import { run } from './run.ts';

/** Commands on one data folder, as text and as JSON. @param dataDir asked when a command runs */
export function commandsIn(dataDir: () => string) {
  const partyline = (...args: string[]) => run([...args, '--data-dir', dataDir()]);
  const json = async (...args: string[]) => {
    const { code, stdout, stderr } = await partyline(...args, '--json');
    assert.equal(stderr, '');
    return { code, document: JSON.parse(stdout) };
  };
  return { partyline, json };
}
