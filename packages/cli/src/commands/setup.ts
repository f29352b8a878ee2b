/** The first command of a newcomer: finds servers, makes the one here theirs or signs in to one elsewhere, and says what comes next. */

import { isCancel, select, text } from '@clack/prompts';
import { withClient } from '../access.ts';
import { CliError, interrupted } from '../exit.ts';
import { type Globals, refuseWhenReadOnly } from '../globals.ts';
import { hint, startHint } from '../hint.ts';
import { interruptible } from '../interrupt.ts';
import { samePlace } from '../loopback.ts';
import { probe } from '../probe.ts';
import type { Result } from '../result.ts';
import { type Claim, offerClaim } from '../sign-in/claim.ts';
import { type FoundServer, lookAround, type Surroundings } from '../sign-in/find-servers.ts';
import { type SignInOptions, signIn } from '../sign-in/sign-in.ts';
import { openTerminal, type Terminal } from '../terminal.ts';
import { printable } from '../text.ts';

export interface SetupOptions extends SignInOptions {
  readonly passphraseFile?: string;
}

export const setUp = (options: SetupOptions, globals: Globals): Promise<Result> =>
  interruptible(async (signal) => {
    refuseWhenReadOnly(globals, 'set something up');
    const terminal = openTerminal(globals.json, signal);
    try {
      return await (globals.url === undefined ? setUpHere : setUpThere)(options, globals, terminal);
    } catch (error) {
      throw signal.aborted ? interrupted() : error;
    }
  });

async function setUpHere(options: SetupOptions, globals: Globals, terminal: Terminal): Promise<Result> {
  const around = await lookAround(globals);
  terminal.say(`${foundText(around)}\n`);
  const server = await choose(around, globals, terminal);
  if (typeof server === 'string') return there(server, around.servers, options, globals, terminal);
  if (server.dataDir !== undefined)
    return here({ ...server, dataDir: server.dataDir }, around, options, globals, terminal);
  return there(server.url, around.servers, options, globals, terminal);
}

/** @throws CliError 4 when nothing answers there */
async function setUpThere(options: SetupOptions, globals: Globals, terminal: Terminal): Promise<Result> {
  const url = wholeAddress(globals.url ?? '', globals.urlFrom ?? '--url');
  const around = await lookAround(globals);
  const own = around.servers.find((server) => server.dataDir !== undefined && samePlace(server.url, url));
  const asksToSignIn = options.device || options.email !== undefined || globals.token !== undefined;
  if (own?.dataDir !== undefined && !asksToSignIn)
    return here({ ...own, dataDir: own.dataDir }, around, options, globals, terminal);
  return there(url, around.servers, options, globals, terminal);
}

async function here(
  server: FoundServer & { readonly dataDir: string },
  around: Surroundings,
  options: SetupOptions,
  globals: Globals,
  terminal: Terminal,
): Promise<Result> {
  const claim = await offerClaim(server.dataDir, options.passphraseFile, terminal);
  const accounts = await withClient(globals, ({ client }) => client.accounts.list());
  const next = nextSteps(accounts.length, globals);
  const document = {
    found: around.servers,
    server: { ...server, claimed: claim !== 'not claimed' },
    accounts: accounts.length,
    next,
  };
  return {
    document,
    text: `${claimText(claim)} Commands on this machine sign in by themselves.\n${nextText(accounts.length, next)}`,
  };
}

async function there(
  url: string,
  found: readonly FoundServer[],
  options: SetupOptions,
  globals: Globals,
  terminal: Terminal,
): Promise<Result> {
  if (options.passphraseFile !== undefined)
    throw new CliError('usage', 'usage', 'A passphrase is chosen on the machine of the server, with its data folder.');
  const info = await probe(url, 10_000);
  if (info === undefined)
    throw new CliError(
      'notReady',
      'server_not_reachable',
      `No server answers at ${url}. Is it running, and is the address right?`,
      { url },
    );
  const { server, isDefault } = await signIn(url, globals.token, options, terminal);
  const { name, way, expiresAt } = server;
  // Only what the next command needs to say: the default needs nothing.
  const same = {
    ...globals,
    url: isDefault ? undefined : url,
    urlFrom: isDefault ? undefined : '--url',
    token: undefined,
  };
  const accounts = await withClient({ ...globals, url, token: undefined }, ({ client }) => client.accounts.list());
  const next = nextSteps(accounts.length, same);
  const kept = { name, url, way, isDefault, ...(expiresAt !== undefined && { expiresAt }) };
  const usual = isDefault
    ? 'Commands that name no server call it, unless one runs on the data folder of this machine.'
    : `Name it with --url ${url}, or make it the usual one: ${hint(`servers use ${name}`, { dataDir: undefined, url: undefined, urlFrom: undefined })}`;
  return {
    document: { found, server: kept, accounts: accounts.length, next },
    text: `Signed in to ${url} (${printable(info.app.name)} ${printable(info.app.version)}) as "${name}".\n${usual}\n${nextText(accounts.length, next)}`,
  };
}

/** @returns a server, or the address of one that the person types @throws CliError 4 when there is none, and nobody to be asked */
async function choose(
  { servers, hasDataDir, dataDir }: Surroundings,
  globals: Globals,
  terminal: Terminal,
): Promise<FoundServer | string> {
  const own = servers.find((server) => server.dataDir !== undefined);
  if (!terminal.interactive || globals.dataDir !== undefined) {
    if (own !== undefined) return own;
    const start = `Start ${hasDataDir ? 'the server' : 'one'} here with \`${startHint(globals)}\`, or sign in to one elsewhere with \`${hint('setup --url https://chat.example.org', { ...globals, dataDir: undefined })}\`.`;
    throw new CliError('notReady', 'server_not_found', `No server runs on the data folder ${dataDir}. ${start}`, {
      found: servers,
    });
  }
  const others = servers.filter((server) => server.running && server !== own);
  if (own !== undefined && others.length === 0) return own;
  const elsewhere = 'elsewhere';
  const answer = await select<FoundServer | string>({
    message: 'Which server do you want to use?',
    options: [
      ...(own === undefined ? [] : [{ value: own, label: `${own.url}, the one of this machine` }]),
      ...others.map((server) => ({ value: server, label: server.url })),
      { value: elsewhere, label: 'Another one, by its address' },
    ],
    output: terminal.output,
    signal: terminal.signal,
  });
  if (isCancel(answer)) throw interrupted();
  if (answer !== elsewhere) return answer;
  const typed = await text({
    message: 'Its address',
    placeholder: 'https://chat.example.org',
    validate: (given) => (isAddress(given ?? '') ? undefined : 'An address like https://chat.example.org is expected.'),
    output: terminal.output,
    signal: terminal.signal,
  });
  if (isCancel(typed)) throw interrupted();
  return wholeAddress(typed, 'The address');
}

const isAddress = (given: string): boolean => /^https?:$/.test(URL.parse(given)?.protocol ?? '');

function wholeAddress(given: string, from: string): string {
  if (!isAddress(given))
    throw new CliError('usage', 'usage', `${from} must be like https://chat.example.org, but it is "${given}".`);
  return given.trim().replace(/\/+$/, '');
}

function foundText({ servers, hasDataDir, dataDir }: Surroundings): string {
  const lines = servers.map(({ url, running, name, version, dataDir: folder, signedInAs }) => {
    const notes = [
      running ? `${printable(name ?? '')} ${printable(version ?? '')}`.trim() : 'does not answer',
      ...(folder === undefined ? [] : [`data folder ${folder}`]),
      ...(signedInAs === undefined ? [] : [`signed in as "${signedInAs}"`]),
    ];
    return `  ${url}  (${notes.join('; ')})`;
  });
  const here = hasDataDir
    ? `The data folder of this machine is ${dataDir}.`
    : 'There is no data folder on this machine yet.';
  return lines.length === 0 ? `No server was found. ${here}` : `Servers that were found:\n${lines.join('\n')}`;
}

const claimText = (claim: Claim): string =>
  ({
    'claimed now': 'The server is yours: programs with a browser ask for your passphrase.',
    'claimed before': 'The server is yours already.',
    'not claimed':
      'The server has no passphrase yet, so programs with a browser cannot sign in; choose one here at a terminal, or with --passphrase-file.',
  })[claim];

function nextSteps(accounts: number, globals: Globals): string[] {
  const commands = accounts === 0 ? ['bridges', 'accounts add'] : ['accounts list', 'chats list'];
  return commands.map((words) => hint(words, globals));
}

const nextText = (accounts: number, next: readonly string[]): string =>
  `\n${accounts === 0 ? 'It has no accounts yet. Next:' : `It has ${accounts === 1 ? 'one account' : `${accounts} accounts`}. Next:`}\n${next.map((line) => `  ${line}`).join('\n')}`;
