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
  readonly description: string;
}

export const settingsTable = [
  {
    key: 'host',
    flag: 'host',
    env: 'PARTYLINE_HOST',
    kind: 'string',
    default: 'localhost',
    description:
      'Address to listen on. `localhost` is both loopback families. Anything else opens the server to other machines: put TLS in front of it.',
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
] as const satisfies readonly Setting[];
