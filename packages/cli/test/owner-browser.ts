/** What the command line opens as a browser: the owner allows, or with DECISION=deny refuses, and the answer goes back to the program. */

import { Browser, passphrase, redirected } from '../../../test/support/sign-in.ts';

const address = new URL(process.argv.at(-1) ?? '');
const browser = new Browser({ after: (end) => setTimeout(() => void end(), 5_000).unref() }, address.origin);
const shown = await browser.open(address.pathname + address.search);
const decision = process.env['DECISION'] ?? 'allow';
const back = redirected(await browser.answer(shown, { decision, write: 'yes', passphrase }));
// Another page of this machine tries first.
const forged = new URL(back);
forged.searchParams.set('state', 'guessed');
const { status } = await fetch(forged);
if (status !== 400) throw new Error(`A forged answer got ${status}`);
await fetch(back);
