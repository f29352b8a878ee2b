/** The conversation of a login with a person; the shapes follow contract 2.18. */

export interface LoginIO {
  /** Aborts when the person cancels or the session runs out of time. Pending calls below reject with the signal's reason. */
  readonly signal: AbortSignal;
  /**
   * Asks for typed values. Resolves with every field the person filled in, trimmed of nothing; an optional field left empty is absent.
   * The server has checked that required fields are there. To tell that something was wrong, ask again with `instructions`.
   */
  ask(step: AskStep): Promise<Readonly<Record<string, string>>>;
  /** Asks for cookies, headers or local storage of a page the person signs in to. */
  cookies(step: CookieStep): Promise<Readonly<Record<string, string>>>;
  /**
   * Shows something and returns at once; it stays until the next step or the end. The same `stepID` again replaces what is shown (a QR code
   * that rotates). Must be called before any wait of more than a moment, so that the person sees why they wait.
   */
  show(step: ShowStep): void;
}

interface Step {
  /** Stable name of the step, `^[a-z0-9-]+$`, at most 64 characters: `credentials`. The server makes repeats distinct. */
  readonly stepID: string;
  readonly instructions?: string;
}

export interface AskStep extends Step {
  readonly fields: readonly [InputField, ...InputField[]];
}

export interface InputField {
  readonly id: string;
  /** How to ask; `password` is not echoed. `select` takes one of `options`. */
  readonly type:
    | 'text'
    | 'password'
    | 'email'
    | 'phone_number'
    | 'username'
    | 'url'
    | 'domain'
    | 'number'
    | 'select'
    | 'token'
    | '2fa_code';
  readonly label: string;
  readonly placeholder?: string;
  /** Offered to the person, who may change it. Must not hold a secret. */
  readonly initialValue?: string;
  readonly optional?: boolean;
  /** With `select`: the values to choose from. */
  readonly options?: readonly string[];
}

export interface CookieStep extends Step {
  readonly url: string;
  readonly userAgent?: string;
  readonly expectedFinalURLRegex?: string;
  readonly extractJS?: string;
  readonly fields: readonly [CookieField, ...CookieField[]];
}

export interface CookieField {
  readonly id: string;
  readonly name: string;
  /** Absent: none of these; see `sources`. */
  readonly type?: 'cookie' | 'header' | 'local_storage';
  readonly optional?: boolean;
  /** A regular expression that the value fits. */
  readonly pattern?: string;
  /** Every place where a browser has the value, for programs that look themselves; any one is enough. */
  readonly sources?: readonly CookieSource[];
}

/** `special` is something that the step's `extractJS` gives. */
export interface CookieSource {
  readonly type: 'cookie' | 'request_header' | 'request_body' | 'local_storage' | 'special';
  readonly name: string;
  readonly cookieDomain?: string;
  readonly requestURLRegex?: string;
}

export interface ShowStep extends Step {
  readonly display: Display;
}

export type Display =
  | { readonly type: 'qr'; readonly data: string }
  | { readonly type: 'code'; readonly data: string }
  | { readonly type: 'emoji'; readonly imageURL: string }
  | { readonly type: 'nothing' };
