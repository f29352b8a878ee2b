/** Every setting, once: flags, environment, config file, `--help` and `docs/configuration.md` all come from this table. */

export interface Setting {
  /** Name in the config file. */
  readonly key: string;
  /** Command-line flag without the dashes; absent where a flag would be visible to other users of the machine. */
  readonly flag?: string;
  readonly env: string;
  readonly kind: 'string' | 'integer' | 'boolean' | 'list';
  readonly default: string | number | boolean | readonly string[] | undefined;
  /** Of a number the least value, of a text the least length. */
  readonly min?: number;
  readonly max?: number;
  /** A text that fits into a header as one word. */
  readonly oneWord?: boolean;
  /** A text that is an `https://` address without query. */
  readonly https?: boolean;
  readonly oneOf?: readonly string[];
  /** A list of IP addresses and ranges in CIDR notation. */
  readonly addresses?: boolean;
  readonly description: string;
}

export const settingsTable = [
  {
    key: 'host',
    flag: 'host',
    env: 'PARTYLINE_HOST',
    kind: 'string',
    default: undefined,
    description:
      'Address to listen on. When not set: `localhost`, or with `remoteAccess` every address. `localhost` is both loopback families. Anything else opens the server to other machines, as `remoteAccess` does: use TLS.',
  },
  {
    key: 'port',
    flag: 'port',
    env: 'PARTYLINE_PORT',
    kind: 'integer',
    default: undefined,
    min: 0,
    max: 65535,
    description:
      'Port. When not set: 23373, or the next free one up to 23392. A port that is set is taken or refused. 0 lets the system pick.',
  },
  {
    key: 'dataDir',
    flag: 'data-dir',
    env: 'PARTYLINE_DATA_DIR',
    kind: 'string',
    default: undefined,
    description:
      'Folder of the database and the key file. When not set: `$XDG_DATA_HOME/partyline`, `~/.local/share/partyline`, or on macOS `~/Library/Application Support/Partyline`.',
  },
  {
    key: 'config',
    flag: 'config',
    env: 'PARTYLINE_CONFIG',
    kind: 'string',
    default: undefined,
    description:
      'JSON file with any of these settings by their key. When not set: `config.json` in the data folder, if there is one.',
  },
  {
    key: 'accessToken',
    env: 'PARTYLINE_ACCESS_TOKEN',
    kind: 'string',
    default: undefined,
    min: 16,
    oneWord: true,
    description:
      'A first token with every scope, for headless use; at least 16 characters. Stored hashed like any other. Change it to replace it, unset it to revoke it.',
  },
  {
    key: 'masterKey',
    env: 'PARTYLINE_MASTER_KEY',
    kind: 'string',
    default: undefined,
    min: 16,
    description:
      'Key that seals credentials, at least 16 characters. When not set: `master.key` in the data folder, made at the first start with mode 0600.',
  },
  {
    key: 'allowedHosts',
    flag: 'allowed-hosts',
    env: 'PARTYLINE_ALLOWED_HOSTS',
    kind: 'list',
    default: [],
    description:
      'Host names, besides `localhost` and plain addresses, under which the server may be called. Separated by commas.',
  },
  {
    key: 'allowedOrigins',
    flag: 'allowed-origins',
    env: 'PARTYLINE_ALLOWED_ORIGINS',
    kind: 'list',
    default: [],
    description:
      'Origins of web pages, besides those on this machine, that may call the API: `https://chat.example.org`. Separated by commas.',
  },
  {
    key: 'sandbox',
    flag: 'sandbox',
    env: 'PARTYLINE_SANDBOX',
    kind: 'boolean',
    default: false,
    description: 'Offers the sandbox network, for people who build on the API.',
  },
  {
    key: 'sandboxConfig',
    env: 'PARTYLINE_SANDBOX_CONFIG',
    kind: 'string',
    default: undefined,
    description: 'JSON object handed to the sandbox network: seed, clock, timings (`connectors/sandbox/README.md`).',
  },
  {
    key: 'bridges',
    flag: 'bridges',
    env: 'PARTYLINE_BRIDGES',
    kind: 'list',
    default: [],
    description:
      'Paths of mautrix bridge programs to offer, besides those in the folder `bridges` of the data folder. Separated by commas (`connectors/mautrix/README.md`).',
  },
  {
    key: 'dialInHost',
    flag: 'dial-in-host',
    env: 'PARTYLINE_DIAL_IN_HOST',
    kind: 'string',
    default: '127.0.0.1',
    description:
      'Address at which bridges that run elsewhere are waited for; `partyline bridges add --remote` gives each its port. Anything but loopback lets other machines try: their tokens and your messages are read on the way unless TLS is put in front of it.',
  },
  {
    key: 'logLevel',
    flag: 'log-level',
    env: 'PARTYLINE_LOG_LEVEL',
    kind: 'string',
    default: 'info',
    oneOf: ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
    description: 'How much is logged, on standard output.',
  },
  {
    key: 'logFormat',
    flag: 'log-format',
    env: 'PARTYLINE_LOG_FORMAT',
    kind: 'string',
    default: 'auto',
    oneOf: ['auto', 'json', 'text'],
    description: 'How log lines look. `auto` is text at a terminal and JSON elsewhere.',
  },
  {
    key: 'probeSeconds',
    flag: 'probe-seconds',
    env: 'PARTYLINE_PROBE_SECONDS',
    kind: 'integer',
    default: 30,
    min: 1,
    max: 60,
    description: 'How often a quiet connection is made to answer. A dead link is noticed within this time plus 15 s.',
  },
  {
    key: 'retrySeconds',
    flag: 'retry-seconds',
    env: 'PARTYLINE_RETRY_SECONDS',
    kind: 'integer',
    default: 60,
    min: 1,
    max: 3600,
    description: 'Longest pause between two tries to reconnect. Pauses double from 1 s, with jitter.',
  },
  {
    key: 'loginSessionMinutes',
    flag: 'login-session-minutes',
    env: 'PARTYLINE_LOGIN_SESSION_MINUTES',
    kind: 'integer',
    default: 15,
    min: 1,
    max: 1440,
    description: 'How long a login session waits for its person before it fails.',
  },
  {
    key: 'connectorMemoryMB',
    flag: 'connector-memory-mb',
    env: 'PARTYLINE_CONNECTOR_MEMORY_MB',
    kind: 'integer',
    default: 256,
    min: 32,
    max: 8192,
    description: 'Heap a connector may use before it is ended and started again.',
  },
  {
    key: 'mediaCacheMB',
    flag: 'media-cache-mb',
    env: 'PARTYLINE_MEDIA_CACHE_MB',
    kind: 'integer',
    default: 2_048,
    min: 1,
    max: 16_777_216,
    description:
      'Room for files fetched from networks and for thumbnails. Beyond it, those used longest ago are removed; they are fetched again when asked for.',
  },
  {
    key: 'publicURL',
    flag: 'public-url',
    env: 'PARTYLINE_PUBLIC_URL',
    kind: 'string',
    default: undefined,
    https: true,
    description:
      'Address under which other people reach this server: `https://chat.example.org`. Networks without media, such as IRC, get attachments as links below it (`/m/…`). When not set, such attachments are refused. Nothing but `/m/` is served under that host name.',
  },
  {
    key: 'outboxHours',
    flag: 'outbox-hours',
    env: 'PARTYLINE_OUTBOX_HOURS',
    kind: 'integer',
    default: 24,
    min: 1,
    max: 720,
    description: 'How long a message waits for its account to be connected before it counts as failed.',
  },
  {
    key: 'approvalHours',
    flag: 'approval-hours',
    env: 'PARTYLINE_APPROVAL_HOURS',
    kind: 'integer',
    default: 72,
    min: 1,
    max: 720,
    description: "How long a message waits for the owner's approval before it has expired.",
  },
  {
    key: 'auditDays',
    flag: 'audit-days',
    env: 'PARTYLINE_AUDIT_DAYS',
    kind: 'integer',
    default: 365,
    min: 1,
    max: 3_650,
    description: 'How many days the audit log reaches back.',
  },
  {
    key: 'logDays',
    flag: 'log-days',
    env: 'PARTYLINE_LOG_DAYS',
    kind: 'integer',
    default: 30,
    min: 1,
    max: 3_650,
    description:
      'How many days back readers of events can go on from. A reader that was away for longer has to fetch chats and messages anew.',
  },
  {
    key: 'streamBufferMB',
    flag: 'stream-buffer-mb',
    env: 'PARTYLINE_STREAM_BUFFER_MB',
    kind: 'integer',
    default: 8,
    min: 1,
    max: 1_024,
    description:
      'What may pile up for one WebSocket reader that is slower than what happens. Beyond it the connection is ended with code 1013.',
  },
  {
    key: 'webhookDays',
    flag: 'webhook-days',
    env: 'PARTYLINE_WEBHOOK_DAYS',
    kind: 'integer',
    default: 3,
    min: 1,
    max: 30,
    description: 'For how many days a webhook is tried again before its event is given up and kept as a dead letter.',
  },
  {
    key: 'webhookRetrySeconds',
    flag: 'webhook-retry-seconds',
    env: 'PARTYLINE_WEBHOOK_RETRY_SECONDS',
    kind: 'integer',
    default: 14_400,
    min: 1,
    max: 86_400,
    description: 'Longest pause between two tries of a webhook. Pauses double from 5 s, with jitter.',
  },
  {
    key: 'webhookPrivateAddresses',
    flag: 'webhook-private-addresses',
    env: 'PARTYLINE_WEBHOOK_PRIVATE_ADDRESSES',
    kind: 'list',
    default: [],
    addresses: true,
    description:
      'Addresses and ranges of this machine or a private network that webhooks may call, also without TLS: `127.0.0.1`, `192.168.1.0/24`. Separated by commas. All others are refused.',
  },
  {
    key: 'remoteAccess',
    flag: 'remote-access',
    env: 'PARTYLINE_REMOTE_ACCESS',
    kind: 'boolean',
    default: false,
    description:
      'Lets other machines in: listens on every address unless `host` says which, and believes `trustedProxies`. Use TLS: `tlsCert` and `tlsKey`, or a proxy in front. The names it is called by go into `allowedHosts`.',
  },
  {
    key: 'trustedProxies',
    flag: 'trusted-proxies',
    env: 'PARTYLINE_TRUSTED_PROXIES',
    kind: 'list',
    default: [],
    addresses: true,
    description:
      'Addresses and ranges of proxies whose `X-Forwarded-For`, `-Host`, `-Proto` and `-Port` are believed: `127.0.0.1`, `10.0.0.0/8`. From others these headers mean nothing. Only with `remoteAccess`. Separated by commas.',
  },
  {
    key: 'tlsCert',
    flag: 'tls-cert',
    env: 'PARTYLINE_TLS_CERT',
    kind: 'string',
    default: undefined,
    description: 'PEM file of a certificate and what it is signed with. With `tlsKey`: the server speaks https only.',
  },
  {
    key: 'tlsKey',
    flag: 'tls-key',
    env: 'PARTYLINE_TLS_KEY',
    kind: 'string',
    default: undefined,
    description: 'PEM file of the private key of `tlsCert`.',
  },
  {
    key: 'redirectURIs',
    flag: 'redirect-uris',
    env: 'PARTYLINE_REDIRECT_URIS',
    kind: 'list',
    default: [],
    description:
      'Addresses `https://…` that programs may have sign-ins sent to, besides programs on this machine and apps with a URI scheme of their own. Compared letter by letter. Separated by commas.',
  },
  {
    key: 'accessTokenHours',
    flag: 'access-token-hours',
    env: 'PARTYLINE_ACCESS_TOKEN_HOURS',
    kind: 'integer',
    default: 8_760,
    min: 1,
    max: 87_600,
    description:
      'How long a sign-in of a program lasts that cannot refresh it. The official command line is one: it signs in once.',
  },
  {
    key: 'refreshedTokenMinutes',
    flag: 'refreshed-token-minutes',
    env: 'PARTYLINE_REFRESHED_TOKEN_MINUTES',
    kind: 'integer',
    default: 60,
    min: 1,
    max: 44_640,
    description: 'How long an access token of a program lasts that can refresh it.',
  },
  {
    key: 'refreshTokenDays',
    flag: 'refresh-token-days',
    env: 'PARTYLINE_REFRESH_TOKEN_DAYS',
    kind: 'integer',
    default: 90,
    min: 1,
    max: 3_650,
    description: 'How long a program that refreshes its sign-in may stay away before it has to sign in again.',
  },
  {
    key: 'ownerEmail',
    flag: 'owner-email',
    env: 'PARTYLINE_OWNER_EMAIL',
    kind: 'string',
    default: undefined,
    min: 3,
    oneWord: true,
    description: 'The address that sign-in codes are mailed to. With `smtpURL`.',
  },
  {
    key: 'smtpURL',
    env: 'PARTYLINE_SMTP_URL',
    kind: 'string',
    default: undefined,
    min: 8,
    oneWord: true,
    description:
      'Mail server that sends sign-in codes: `smtps://user:password@mail.example.org`. When not set, codes are shown on the console.',
  },
] as const satisfies readonly Setting[];
