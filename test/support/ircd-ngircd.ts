/** ngIRCd: a small server; knows a server password and links to other servers, but no SASL and no message tags. */

import { type Ircd, OPERATOR, type Site, startDaemon } from './ircd-daemon.ts';

export interface NgircdOptions {
  /** Name in the network, with a dot. A second server that links to a first must be called `leaf.test`. */
  readonly name?: string;
  /** What the server calls its network. */
  readonly network?: string;
  /** Password everybody must give to connect. */
  readonly password?: string;
  /** Seconds of silence before the server asks, and seconds it waits for the answer. */
  readonly pingSeconds?: number;
  readonly pongSeconds?: number;
  readonly nickLength?: number;
  /** Makes one network of both servers. */
  readonly linkTo?: Ircd;
}

const LEAF = 'leaf.test';
const LINK_PASSWORD = 'link-password';

export function startNgircd(options: NgircdOptions = {}): Promise<Ircd> {
  return startDaemon({
    program: 'ngircd',
    args: (configFile) => ['--nodaemon', '--config', configFile],
    config: (site) => ngircdConfig(site, options),
  });
}

function ngircdConfig(site: Site, options: NgircdOptions): string {
  const name = options.name ?? 'hub.test';
  const peer = name === LEAF ? 'hub.test' : LEAF;
  return `
[Global]
Name = ${name}
Info = Partyline test server
AdminEMail = nobody@example.org
Listen = 127.0.0.1
Ports = ${site.port}
Network = ${options.network ?? 'NgTest'}
${options.password === undefined ? '' : `Password = ${options.password}`}
ServerUID = ${process.getuid?.() ?? 0}
ServerGID = ${process.getgid?.() ?? 0}
MotdPhrase = test

[Limits]
ConnectRetry = 1
MaxConnectionsIP = 0
MaxJoins = 0
MaxNickLength = ${options.nickLength ?? 30}
MaxPenaltyTime = 0
PingTimeout = ${options.pingSeconds ?? 120}
PongTimeout = ${options.pongSeconds ?? 20}

[Options]
DNS = no
Ident = no
PAM = no

[SSL]
CertFile = ${site.certificateFile}
KeyFile = ${site.keyFile}
Ports = ${site.tlsPort}

[Operator]
Name = ${OPERATOR.name}
Password = ${OPERATOR.password}

[Server]
Name = ${peer}
Host = 127.0.0.1
MyPassword = ${LINK_PASSWORD}
PeerPassword = ${LINK_PASSWORD}
${options.linkTo === undefined ? 'Passive = yes' : `Port = ${options.linkTo.port}`}
`;
}
