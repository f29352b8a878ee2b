/** What this connector uses of irc-framework 4.14.0, which ships no types. Read from its `src/`. */

declare module 'irc-framework' {
  import type { EventEmitter } from 'node:events';

  /** One parsed line; the parser gives every field a string, and `params` may be empty. */
  export interface IrcMessage {
    readonly tags: Record<string, string>;
    readonly nick: string;
    readonly prefix: string;
    readonly command: string;
    readonly params: string[];
  }

  /** `privmsg`, `notice` and `action`. */
  export interface MessageEvent {
    readonly from_server: boolean;
    readonly nick: string;
    readonly target: string;
    readonly message: string;
    readonly time?: number;
    readonly account?: string;
    readonly tags: Record<string, string>;
  }

  interface Events {
    registered: [{ readonly nick: string }];
    loggedin: [{ readonly account: string }];
    loggedout: [unknown];
    'sasl failed': [{ readonly reason: string; readonly message?: string }];
    nick: [{ readonly nick: string; readonly new_nick: string }];
    privmsg: [MessageEvent];
    notice: [MessageEvent];
    action: [MessageEvent];
  }

  export interface Transport extends EventEmitter {
    connect(): void;
    writeLine(line: string, written?: () => void): void;
    close(force: boolean): void;
    disposeSocket(): void;
    setEncoding(encoding: string): boolean;
  }

  export interface ClientOptions<T extends Transport> {
    readonly nick: string;
    readonly username: string;
    readonly gecos: string;
    /** Server password. */
    readonly password?: string;
    /** SASL PLAIN; `{}` keeps the library from using `password` for SASL too. */
    readonly account: { readonly account?: string; readonly password?: string };
    /** Answer to CTCP VERSION; empty = none. */
    readonly version: string;
    readonly auto_reconnect: false;
    readonly ping_interval: 0;
    readonly ping_timeout: 0;
    readonly transport: new () => T;
  }

  export class Client<T extends Transport> {
    readonly connection: {
      /** Made by `connect`. */
      readonly transport: T | null;
      on(event: 'message', listener: (message: IrcMessage) => void): unknown;
      removeAllListeners(event: 'message'): unknown;
    };
    readonly command_handler: { dispatch(message: IrcMessage): void };
    readonly network: {
      readonly name: string;
      readonly options: Readonly<Record<string, unknown>>;
      readonly cap: { readonly enabled: readonly string[] };
      isChannelName(name: string): boolean;
    };
    readonly user: { nick: string };
    connect(options: ClientOptions<T>): void;
    on<Name extends keyof Events>(event: Name, listener: (...args: Events[Name]) => void): this;
    requestCap(names: readonly string[]): void;
    raw(line: string): void;
    caseLower(text: string): string;
  }

  const library: { readonly Client: typeof Client };
  export default library;
}
