/** Where the form of a login begins: with nothing, with a known network, or with the login to repair. */

import { LoginError } from '@partyline/connector';
import type { Answers, FormStart } from './form.ts';
import { KNOWN_NETWORKS } from './known-networks.ts';
import { type Settings, usualPort } from './settings.ts';

/** @throws LoginError for a flow the manifest does not offer */
export function newLogin(flowID: string): FormStart {
  const network = KNOWN_NETWORKS.find(({ id }) => id === flowID);
  if (network === undefined && flowID !== 'server') {
    throw new LoginError('unknown_flow', `There is no login flow “${flowID}”.`);
  }
  const defaults: Answers = network === undefined ? { tls: 'yes' } : { server: network.server, tls: network.tls };
  const welcome = 'Where and as whom to sign in. Without an account on the network a nick is enough.';
  return { fixed: undefined, defaults, offered: defaults, welcome };
}

/** Who the person is stays; a real name and channels can be taken away by leaving them empty. */
export function repairOf(before: Settings): FormStart {
  const { server, port, tls, nick, auth, account } = before;
  return {
    fixed: { server, port },
    defaults: { tls, nick, auth, ...(auth === 'sasl' && { account }) },
    offered: { ...answersOf(before), auth },
    welcome: `Sign in again at ${server}, port ${port}.`,
  };
}

/**
 * The answers that give these settings. What is so by default is left out: it would stay when the answer it follows changes, as a port
 * does with TLS.
 */
export function answersOf(settings: Settings): Answers {
  const { server, port, tls, nick, realname, auth, account, channels } = settings;
  return {
    server,
    ...(port !== usualPort(tls) && { port: String(port) }),
    tls,
    nick,
    ...(auth !== 'none' && { auth }),
    account,
    ...(realname !== nick && { realname }),
    channels: channels.join(', '),
  };
}
