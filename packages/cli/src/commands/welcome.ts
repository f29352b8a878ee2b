/** What the person who started the server needs to know now. */

import type { RunningServer, Settings } from '@partyline/server';
import type { Globals } from '../globals.ts';
import { hint } from '../hint.ts';
import { isLoopbackName, samePlace } from '../loopback.ts';
import { defaultPort } from '../probe.ts';
import { paint } from '../text.ts';

/** Paragraphs with an empty line between them. The token is only known at the first start. */
export function welcome(server: RunningServer, settings: Settings, globals: Globals): string {
  // The other terminal may be in another folder.
  const here = { dataDir: globals.dataDir && server.dataDir, url: undefined, urlFrom: undefined };
  return [
    [`Partyline listens on ${paint('bold', server.urls.join(' and '))}`, ...aboutAddress(server, settings)].join('\n'),
    `  Data folder: ${server.dataDir}`,
    ...aboutToken(server, settings, hint('token create --name my-app', here)),
    ...aboutClaim(server),
    ...aboutUse(server),
    ...(server.accountCount > 0
      ? []
      : ['  Next, in another terminal, add an account:', `    ${hint('accounts add irc', here)}`]),
    '  Ctrl-C stops the server.\n\n',
  ].join('\n\n');
}

function aboutAddress({ url }: RunningServer, { host, port, tlsCert }: Settings): string[] {
  const { port: taken } = new URL(url);
  const isElsewhere = port === undefined && taken !== String(defaultPort);
  const danger =
    'Warning: everybody who can reach this machine can reach Partyline, over plain HTTP. Put TLS in front of it.';
  return [
    ...(isElsewhere ? [`Port ${defaultPort} was taken, so it is ${taken} this time.`] : []),
    ...(isLoopbackName(host) || tlsCert !== undefined ? [] : [paint('yellow', danger)]),
  ];
}

function aboutToken({ firstToken }: RunningServer, { accessToken }: Settings, create: string): string[] {
  if (firstToken !== undefined) return ['  Access token, shown only this once:', `    ${paint('bold', firstToken)}`];
  if (accessToken === undefined) return ['  For an access token:', `    ${create}`];
  const from = process.env['PARTYLINE_ACCESS_TOKEN'] ? 'PARTYLINE_ACCESS_TOKEN' : 'the config file (accessToken)';
  return [`  Access token: the one of ${from} works.`];
}

/** The link is as good as the server is: it is shown here and nowhere else. */
function aboutClaim({ claimURL, url }: RunningServer): string[] {
  if (claimURL === undefined) return [`  In your browser: ${url}`];
  return [
    '  To use it in your browser, choose a passphrase. This link works once, for an hour:',
    `    ${paint('bold', claimURL)}`,
  ];
}

/** What programs must be told: the token, and the address where it is not the one they look at by themselves. */
function aboutUse({ url, firstToken }: RunningServer): string[] {
  const lines = [
    ...(firstToken === undefined ? [] : [`    export BEEPER_ACCESS_TOKEN=${firstToken}`]),
    ...(samePlace(url, `http://localhost:${defaultPort}`) ? [] : [`    export BEEPER_BASE_URL=${url}`]),
  ];
  return lines.length === 0 ? [] : ['  Use it like this:', lines.join('\n')];
}
