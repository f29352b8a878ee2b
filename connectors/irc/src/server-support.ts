/** What a server says of its channel modes and client tags (005); https://modern.ircdocs.horse/#rplisupport-parameters */

const PREFIX = /^\(([A-Za-z]{1,20})\)(\S{1,20})$/;
const CHANNEL_MODES = /^[A-Za-z]*,[A-Za-z]*,[A-Za-z]*,[A-Za-z]*/;

/** One change of a MODE line. */
export interface ModeChange {
  readonly mode: string;
  readonly on: boolean;
  readonly argument: string | undefined;
}

export class ServerSupport {
  #prefixModes = 'ov';
  #prefixSigns = '@+';
  /** Types A to D: lists, always with argument, with argument when set, without. */
  #channelModes: readonly string[] = ['beI', 'k', 'l', 'imnpst'];
  #deniedTags: readonly string[] = [];

  /** Takes the parameters of a 005; what is not sound is passed over. */
  learn(params: readonly string[]): void {
    for (const token of params) {
      const [name, ...rest] = token.split('=');
      const value = rest.join('=');
      const [, modes, signs] = PREFIX.exec(value) ?? [];
      if (name === 'PREFIX' && modes !== undefined && signs !== undefined && modes.length === signs.length) {
        this.#prefixModes = modes;
        this.#prefixSigns = signs;
      }
      if (name === 'CHANMODES' && CHANNEL_MODES.test(value)) this.#channelModes = value.slice(0, 300).split(',');
      if (name === 'CLIENTTAGDENY') this.#deniedTags = value.slice(0, 1000).split(',');
    }
  }

  /** Whether the server passes a client tag on; the name is without `+`. */
  passesTag(name: string): boolean {
    if (this.#deniedTags.includes(`-${name}`)) return true;
    return !this.#deniedTags.includes('*') && !this.#deniedTags.includes(name);
  }

  /** An entry of NAMES: the nick and the modes its signs stand for. */
  readName(entry: string): { nick: string; modes: string } {
    let start = 0;
    let modes = '';
    for (;;) {
      const sign = entry.charAt(start);
      const rank = sign === '' ? -1 : this.#prefixSigns.indexOf(sign);
      if (rank === -1) break;
      modes += this.#prefixModes.charAt(rank);
      start += 1;
    }
    // With `userhost-in-names` the address follows.
    return { nick: entry.slice(start).split('!')[0] ?? '', modes };
  }

  /** Operators and those above them: what stands before and at `o` in the server's own order. */
  isAdmin(modes: string): boolean {
    const ranks = this.#prefixModes.indexOf('o') + 1;
    return [...this.#prefixModes.slice(0, ranks)].some((mode) => modes.includes(mode));
  }

  isMemberMode(mode: string): boolean {
    return this.#prefixModes.includes(mode);
  }

  /** @param params of a MODE line, without the channel */
  readModes(params: readonly string[]): ModeChange[] {
    const [letters = '', ...rest] = params;
    const changes: ModeChange[] = [];
    let on = true;
    for (const letter of letters) {
      if (letter === '+' || letter === '-') on = letter === '+';
      else changes.push({ mode: letter, on, argument: this.#takesArgument(letter, on) ? rest.shift() : undefined });
    }
    return changes;
  }

  #takesArgument(mode: string, on: boolean): boolean {
    const [lists = '', always = '', whenSet = ''] = this.#channelModes;
    return this.isMemberMode(mode) || lists.includes(mode) || always.includes(mode) || (on && whenSet.includes(mode));
  }
}
