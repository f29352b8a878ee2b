/** InspIRCd 3: message tags, server time, accounts; SASL through a services server that is linked to it. */

import { freePort } from './free-ports.ts';
import { type Ircd, OPERATOR, type Site, startDaemon } from './ircd-daemon.ts';
import { linkServices, SERVICES_LINK } from './ircd-services.ts';

export interface InspircdOptions {
  /** What the server calls its network. */
  readonly network?: string;
  /** Password everybody must give to connect. */
  readonly password?: string;
  /** Accounts that can sign in with SASL, by name; absent = the server does not offer SASL. */
  readonly accounts?: Readonly<Record<string, string>>;
  /** How messages are confirmed: with labels (also the default), with echoes only, or not at all. */
  readonly confirms?: 'labels' | 'echo' | 'nothing';
  /** Seconds between two questions of the server; it ends a connection that did not answer the one before. */
  readonly pingSeconds?: number;
}

const MODULES = [
  'cap',
  'ircv3',
  'ircv3_accounttag',
  'ircv3_batch',
  'ircv3_capnotify',
  'ircv3_ctctags',
  'ircv3_msgid',
  'ircv3_servertime',
  'sasl',
  'services_account',
  'spanningtree',
  'ssl_gnutls',
];

const CONFIRMING = {
  labels: ['ircv3_echomessage', 'ircv3_labeledresponse'],
  echo: ['ircv3_echomessage'],
  nothing: [],
} as const;

export async function startInspircd(options: InspircdOptions = {}): Promise<Ircd> {
  const servicesPort = await freePort();
  const ircd = await startDaemon({
    program: 'inspircd',
    args: (configFile) => ['--nofork', '--nopid', '--nolog', '--runasroot', '--config', configFile],
    config: (site) => inspircdConfig(site, servicesPort, options),
  });
  const { accounts } = options;
  if (accounts === undefined) return ircd;
  let services = await linkServices(servicesPort, accounts).catch(async (error: unknown) => {
    await ircd.end();
    throw error;
  });
  return {
    ...ircd,
    get pid() {
      return ircd.pid;
    },
    stop: async () => {
      services.end();
      await ircd.stop();
    },
    restart: async () => {
      services.end();
      await ircd.restart();
      services = await linkServices(servicesPort, accounts);
    },
    end: async () => {
      services.end();
      await ircd.end();
    },
  };
}

function inspircdConfig(site: Site, servicesPort: number, options: InspircdOptions): string {
  const password = options.password === undefined ? '' : `password="${options.password}"`;
  return `
<server name="insp.test" description="Partyline test server" network="${options.network ?? 'InspTest'}" id="1PL">
<admin name="Nobody" nick="nobody" email="nobody@example.org">
<path configdir="${site.folder}" datadir="${site.folder}" logdir="${site.folder}" runtimedir="${site.folder}">
${[...MODULES, ...CONFIRMING[options.confirms ?? 'labels']].map((name) => `<module name="${name}">`).join('\n')}
<bind address="127.0.0.1" port="${site.port}" type="clients">
<bind address="127.0.0.1" port="${site.tlsPort}" type="clients" sslprofile="Clients">
<bind address="127.0.0.1" port="${servicesPort}" type="servers">
<sslprofile name="Clients" provider="gnutls" certfile="${site.certificateFile}" keyfile="${site.keyFile}">
<connect allow="*" ${password} timeout="60" pingfreq="${options.pingSeconds ?? 120}" threshold="1000000"
  commandrate="1000000" fakelag="off" hardsendq="100M" softsendq="10M" recvq="10M" localmax="1000" globalmax="1000"
  maxchans="100" resolvehostnames="no" useident="no" maxconnwarn="no">
<class name="All" commands="*" privs="*" usermodes="*" chanmodes="*" snomasks="*">
<type name="Admin" classes="All">
<oper name="${OPERATOR.name}" password="${OPERATOR.password}" host="*@*" type="Admin">
<link name="${SERVICES_LINK.name}" ipaddr="127.0.0.1" port="${servicesPort}" allowmask="127.0.0.0/8"
  sendpass="${SERVICES_LINK.password}" recvpass="${SERVICES_LINK.password}">
<uline server="${SERVICES_LINK.name}" silent="yes">
<sasl target="${SERVICES_LINK.name}" requiressl="no">
<dns server="127.0.0.1" timeout="1">
<options casemapping="rfc1459">
<security maxtargets="20">
<performance somaxconn="128">
`;
}
