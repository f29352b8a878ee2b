/** For `--import`: a test file that does not end by itself ends the run with words, rather than keeping it waiting for ever. */

import process from 'node:process';
import { isMainThread } from 'node:worker_threads';

const minutes = 20;

const stop = () => {
  const open = process.getActiveResourcesInfo().join(', ');
  process.stderr.write(`${process.argv[1]} did not end within ${minutes} minutes. Still open: ${open}\n`);
  process.exit(1);
};

// The runner itself waits for all of them.
if (isMainThread && !process.execArgv.includes('--test')) setTimeout(stop, minutes * 60_000).unref();
