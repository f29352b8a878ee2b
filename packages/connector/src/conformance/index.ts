/** The conformance suite: what every connector must prove against a real server of its network. */

import { describe } from 'node:test';
import { cancelCases } from './cancel-cases.ts';
import { changeCases } from './change-cases.ts';
import { chatCases } from './chat-cases.ts';
import { closeCases } from './close-cases.ts';
import { contactCases } from './contact-cases.ts';
import { historyCases } from './history-cases.ts';
import { ingestCases } from './ingest-cases.ts';
import { linkCases } from './link-cases.ts';
import { loginCases } from './login-cases.ts';
import { manifestCases } from './manifest-cases.ts';
import { mediaCases } from './media-cases.ts';
import type { Subject } from './real-server.ts';
import { sendCases } from './send-cases.ts';
import { splitCases } from './split-cases.ts';

export * from './real-server.ts';

/**
 * Registers the suite with `node:test`, as one `describe` called `name`. Each case starts a server of its own, so cases can be run alone with
 * `--test-name-pattern`. The connector is driven through its contract only.
 *
 * @param casesAtOnce more than one saves time with servers that let their clients wait, where they share nothing
 */
export function conformance(name: string, subject: Subject, casesAtOnce = 1): void {
  describe(name, { concurrency: casesAtOnce }, () => {
    manifestCases(subject);
    loginCases(subject);
    cancelCases(subject);
    linkCases(subject);
    ingestCases(subject);
    sendCases(subject);
    splitCases(subject);
    changeCases(subject);
    chatCases(subject);
    historyCases(subject);
    mediaCases(subject);
    contactCases(subject);
    closeCases(subject);
  });
}
