import type { Client } from 'irc-framework';
import { Link, type LinkOptions } from './link.ts';
import type { Registration } from './registration.ts';

/** Has irc-framework connect over a socket of ours, and do nothing by itself. @returns that socket */
export function startClient(client: Client<Link>, registration: Registration, linkOptions: LinkOptions): Link {
  client.requestCap(['echo-message', 'labeled-response']);
  client.connect({
    ...registration.clientOptions(),
    version: '',
    auto_reconnect: false,
    ping_interval: 0,
    ping_timeout: 0,
    transport: class extends Link {
      constructor() {
        super(linkOptions);
      }
    },
  });
  const link = client.connection.transport;
  if (link === null) throw new Error('irc-framework made no transport');
  return link;
}
