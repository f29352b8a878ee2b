/** The suite itself: it passes a right connector, and finds each defect by the case that is about it. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findings } from './fixtures/findings.ts';

const fixture = fileURLToPath(new URL('./fixtures/run.ts', import.meta.url));

interface Run {
  readonly report: string;
  readonly passed: readonly string[];
  readonly failed: readonly string[];
}

/** Runs the suite in a process of its own; only the named case when one is given. */
async function run(signal: AbortSignal, defect: string, name?: string): Promise<Run> {
  const env: NodeJS.ProcessEnv = { ...process.env, TINY_DEFECT: defect };
  // Else the child would report in the format that only its parent's runner reads.
  delete env['NODE_TEST_CONTEXT'];
  const only = name === undefined ? [] : [`--test-name-pattern=${exactly(name)}`];
  const child = spawn(process.execPath, ['--test', '--test-force-exit', '--test-reporter=tap', ...only, fixture], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  signal.addEventListener('abort', () => child.kill());
  const report = await text(child.stdout);
  return { report, passed: cases(report, 'ok'), failed: cases(report, 'not ok') };
}

function exactly(name: string): string {
  return `^tiny ${RegExp.escape(name)}$`;
}

/** The cases stand one level below the `describe` of the suite. */
function cases(report: string, verdict: 'ok' | 'not ok'): string[] {
  return [...report.matchAll(new RegExp(`^ {4}${verdict} \\d+ - (.*)$`, 'gm'))].map((match) => match[1] ?? '');
}

describe('conformance suite', { concurrency: 3 }, () => {
  it('passes a connector without a defect', { timeout: 180_000 }, async (t) => {
    const { passed, failed } = await run(t.signal, 'none');
    assert.deepEqual(failed, []);
    assert.ok(passed.length >= 38, `all cases ran: ${passed.length}`);
    for (const { foundBy } of findings) assert.ok(passed.includes(foundBy), `the suite has the case "${foundBy}"`);
  });

  for (const { defect, foundBy, because } of findings) {
    it(`finds a connector that ${defect}: "${foundBy}"`, { timeout: 120_000 }, async (t) => {
      const { passed, failed, report } = await run(t.signal, defect, foundBy);
      assert.deepEqual({ passed, failed }, { passed: [], failed: [foundBy] });
      assert.match(report, because);
    });
  }
});
