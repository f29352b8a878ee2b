/** Lines no sound server sends, the same ones for the same seed. */

/** The end of the link, and a change of account: true whenever a server says them, so not among the garbage. */
const MEANT_SERIOUSLY = /ERROR|\b90[01]\b/;

const COMMANDS = [
  ...[
    'PRIVMSG',
    'NOTICE',
    'JOIN',
    'PART',
    'QUIT',
    'KICK',
    'MODE',
    'TOPIC',
    'NICK',
    'PING',
    'PONG',
    'CAP',
    'BATCH',
    'ACCOUNT',
  ],
  ...[
    'AUTHENTICATE',
    'AWAY',
    'CHGHOST',
    'SETNAME',
    'INVITE',
    'TAGMSG',
    'WALLOPS',
    'KILL',
    'FAIL',
    'privmsg',
    'NoTiCe',
    '',
    '\u0001',
  ],
  ...['constructor', '__proto__', 'toString', 'PRIVMSG\u00a0', '0', '00', '1000'],
];
const PREFIXES = [
  ':',
  ':!',
  ':@',
  ':!@',
  ':@!',
  '::::',
  ':nick',
  ':nick!',
  ':nick@',
  ':a@b!c',
  ':irc.test',
  ':a.b!c@d',
  ': ',
  ':__proto__!x@y',
];
const TARGETS = ['#chan', 'tester', '@#chan', '+', '#', '$$*', '*', '', '__proto__', '#\u00e9', '&local', ':'];
const TEXTS = [
  '\u0003',
  '\u00039',
  '\u0003,',
  '\u000399,99',
  '\u0004ff',
  '\u0001',
  '\u0001\u0001',
  '\u0001ACTION',
  '\u0001ACTION \u0001',
  '\u0001VERSION\u0001',
  '\u0001DCC SEND x 1 2 3\u0001',
  '\u0002\u001d\u001f\u0016\u000f',
  ' ',
  '',
  ':',
  '::',
  '\u202e\u0000',
  '\ufffd',
  '\u{1f600}',
];
const TAGS = [
  'time=',
  'time=99999999999999999',
  'time=x',
  'time=1.2.3',
  'msgid=',
  'msgid',
  'batch=1',
  'batch',
  '=',
  ';;;',
  '+',
  'account=*',
  '__proto__=1',
  'a\\',
  'a=\\\\\\:\\s\\',
];
const SETTINGS = [
  'CHANTYPES',
  'CHANTYPES=',
  'PREFIX',
  'PREFIX=)(',
  'PREFIX=(ov',
  'STATUSMSG',
  'CASEMAPPING',
  'CASEMAPPING=',
  'NETWORK',
  'CHANMODES',
  '=',
  '-',
  'NICKLEN=x',
  'LINELEN=-1',
  'CLIENTTAGDENY',
  '__proto__=x',
];
const CAPS = [
  'CAP',
  'CAP *',
  'CAP * LS',
  'CAP * LS :',
  'CAP * LS :sasl message-tags',
  'CAP * LS * :x',
  'CAP * ACK',
  'CAP * ACK :sasl',
  'CAP * NEW :batch',
  'CAP * DEL :',
  'AUTHENTICATE',
  'AUTHENTICATE +',
  'CAP * NAK :=',
  'CAP * ls :-',
];

export class Garbage {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** One line without its end. */
  line(): Buffer {
    for (;;) {
      const line = this.#anyLine();
      if (!MEANT_SERIOUSLY.test(line.toString('latin1'))) return line;
    }
  }

  #anyLine(): Buffer {
    const kind = this.#below(11);
    if (kind === 0) return this.#bytes(this.#below(120));
    if (kind === 1) return this.#spoil(Buffer.from(this.#message()));
    if (kind === 2) return Buffer.from(`${this.#huge()} ${this.#message()}`);
    if (kind === 3) return Buffer.concat([Buffer.from(':nick!u@h PRIVMSG #chan :'), this.#bytes(this.#below(60))]);
    if (kind === 4)
      return Buffer.from(`:irc.test 005 tester ${this.#some(SETTINGS)} ${this.#some(SETTINGS)} :are supported`);
    if (kind === 5)
      return Buffer.from(this.#below(2) === 0 ? `${this.#some(PREFIXES)} ${this.#some(CAPS)}` : this.#some(CAPS));
    if (kind === 6)
      return Buffer.from(
        `:irc.test BATCH ${this.#some(['+', '-', ''])}${this.#some(['', '1', '__proto__'])} netsplit a b`,
      );
    return Buffer.from(this.#message());
  }

  #message(): string {
    const tags = this.#below(4) === 0 ? `@${this.#some(TAGS)};${this.#some(TAGS)} ` : '';
    const prefix = this.#below(4) === 0 ? '' : `${this.#some(PREFIXES)} `;
    const numeric = String(this.#below(1000)).padStart(3, '0');
    const params = Array.from({ length: this.#below(4) }, () => this.#some(TARGETS)).join(' ');
    const text = this.#below(3) === 0 ? '' : ` :${this.#some(TEXTS)}${this.#some(TEXTS)}`;
    return `${tags}${prefix}${this.#below(2) === 0 ? numeric : this.#some(COMMANDS)} ${params}${text}`;
  }

  /** Mostly within what the specification allows, now and then far beyond. */
  #huge(): string {
    const roll = this.#below(20_000);
    const size = roll === 0 ? 200_000 : roll < 20 ? 20_000 : 300;
    return `@${'k=v;'.repeat(this.#below(size / 4))}${this.#some(TAGS)}`;
  }

  /** Changes some bytes of a line, never into a line end. */
  #spoil(line: Buffer): Buffer {
    for (let count = this.#below(4); count > 0 && line.length > 0; count -= 1) {
      line[this.#below(line.length)] = this.#byte();
    }
    return line;
  }

  #bytes(length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    for (let index = 0; index < length; index += 1) bytes[index] = this.#byte();
    return bytes;
  }

  #byte(): number {
    const byte = this.#below(256);
    return byte === 0x0a || byte === 0x0d ? 0x20 : byte;
  }

  #some(choices: readonly string[]): string {
    return choices[this.#below(choices.length)] ?? '';
  }

  /** mulberry32, public domain. */
  #below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * limit);
  }
}
