/** A real IRC network: somebody writes numbered lines into three channels and to the account, and sees what comes back. */

import { Partyline } from '@partyline/client';
import { type Ircd, joinAsPeer } from '../support/ircd.ts';
import { TOKEN } from '../support/server.ts';
import { until } from '../support/until.ts';
import { startAcknowledgingTap } from './acknowledging-tap.ts';
import type { Api } from './api.ts';
import { arrivedAt } from './arrived.ts';
import { type Field, incomingText } from './field.ts';
import { keepPace, type Pace } from './pace.ts';
import type { Victim } from './victim.ts';

const nick = 'tester';
const channels = ['#one', '#two', '#three'];
const targets = [...channels, nick];

export async function ircField(ircd: Ircd, perSecond: number, victimOf: () => Pick<Victim, 'url'>): Promise<Field> {
  const tap = await startAcknowledgingTap(ircd, (line) => / PRIVMSG \S+ :(in-\d+)\r?$/.exec(line)?.[1]);
  const peer = await joinAsPeer(ircd, { nick: 'witness' });
  for (const channel of channels) await peer.join(channel);
  let number = 0;
  const say = () => {
    peer.say(targets[number % targets.length] ?? nick, incomingText(number));
    number++;
  };
  let pace: Pace | undefined;

  return {
    server: {},
    delivered: tap.delivered,
    acknowledged: tap.acknowledged,
    async open(api) {
      await signIn(await victimOf().url(), tap);
      for (const channel of channels) {
        await peer.line((line) => line.startsWith(`:${nick}!`) && line.includes(`JOIN :${channel}`));
      }
      for (const _ of targets) say();
      return until('every chat is there', async () => chatIDs(api));
    },
    start() {
      pace = keepPace(perSecond, say);
    },
    flowing: () => tap.nextDelivery(),
    async finish() {
      pace?.stop();
      // One more to each, over a connection that is known to be open, so that the end of the run is acknowledged too.
      await peer.barrier();
      await tap.settled();
    },
    arrived: () => arrivedAt(peer),
    async end() {
      pace?.stop();
      peer.end();
      await tap.end();
      await ircd.end();
    },
  };
}

async function signIn(baseURL: string, server: { readonly host: string; readonly port: number }): Promise<void> {
  const client = new Partyline({ accessToken: TOKEN, baseURL });
  const bridgeID = 'local-irc';
  const session = await client.bridges.loginSessions.create(bridgeID, { flowID: 'server' });
  const done = await client.bridges.loginSessions.steps.submit(session.currentStep?.stepID ?? '', {
    bridgeID,
    loginSessionID: session.loginSessionID,
    type: 'user_input',
    fields: {
      server: server.host,
      port: String(server.port),
      tls: 'no',
      nick,
      auth: 'none',
      channels: channels.join(', '),
    },
  });
  if (done.status === 'complete') return;
  await until('the account is signed in', async () => {
    const { loginSessionID } = session;
    const now = await client.bridges.loginSessions.retrieve(loginSessionID, { bridgeID });
    return now.status === 'complete' ? true : undefined;
  });
}

async function chatIDs(api: Api): Promise<string[] | undefined> {
  const { items } = await api.ask<{ items: readonly { id: string; title: string }[] }>({ path: '/v1/chats' });
  const wanted = items.filter(({ title }) => channels.includes(title) || title === 'witness');
  return wanted.length === targets.length ? wanted.map(({ id }) => id) : undefined;
}
