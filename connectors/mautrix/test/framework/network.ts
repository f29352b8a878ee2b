/** The network of a rehearsal, played by the test. What it is asked has an answer of a plain network, which a test may put another in the place of. */

import { eventually } from '../api.ts';
import type { Scope } from '../scope.ts';
import { type Control, Refusal, startControl } from './control.ts';
import { allFeatures } from './features.ts';
import { passwordFlow } from './login-steps.ts';

/** `chats.go`, "person": fields that are absent stay as they are. Bytes are base64. */
export interface Person {
  readonly id: string;
  readonly name?: string;
  readonly identifiers?: readonly string[];
  readonly picture?: string;
  readonly is_bot?: boolean;
}

export interface Member extends Person {
  readonly membership?: 'join' | 'invite' | 'leave' | 'ban';
  readonly level?: number;
}

/** `chats.go`, "chat" */
export interface ChatInfo {
  readonly type?: '' | 'dm' | 'group_dm' | 'space';
  readonly name?: string;
  readonly topic?: string;
  readonly picture?: string;
  readonly members?: readonly Member[];
  readonly changes?: readonly Member[];
  readonly expiry?: { readonly type: string; readonly timer: number };
  readonly muted_until?: number;
  readonly tag?: string;
  readonly request?: boolean;
  readonly message_level?: number;
  readonly can_backfill?: boolean;
  readonly parent?: string;
}

/** `incoming.go`, "happening": what counts depends on the kind. */
export interface Happening {
  readonly kind: string;
  readonly login: string;
  readonly chat?: string;
  readonly [field: string]: unknown;
}

/** `outgoing.go`: something that came from here. */
export interface Arrived {
  readonly kind: string;
  readonly login: string;
  readonly chat: string;
  readonly content?: Record<string, unknown>;
  readonly file?: string;
  readonly [field: string]: unknown;
}

export type Answerer = (asked: Record<string, unknown>) => unknown;

export interface RehearsedNetwork {
  readonly address: string;
  readonly people: Map<string, Person>;
  readonly chats: Map<string, ChatInfo>;
  readonly arrived: Arrived[];
  /** Answers a kind of question from now on. */
  on(ask: string, answerer: Answerer): void;
  /** How the next thing that arrives is answered. */
  answerNext(answerer: Answerer): void;
  /** Something happens, once the login is connected. Resolves when the framework has queued it. */
  happen(happening: Happening): Promise<void>;
  /** Somebody changes their profile. */
  change(person: Person): Promise<void>;
  /** What arrived of a kind, once it is so many. */
  arrivals(kind: string, count: number): Promise<Arrived[]>;
}

const capitalized = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

export async function startRehearsedNetwork(scope: Scope): Promise<RehearsedNetwork> {
  const people: RehearsedNetwork['people'] = new Map();
  const chats: RehearsedNetwork['chats'] = new Map();
  const arrived: Arrived[] = [];
  const connected = new Set<string>();
  const next: Answerer[] = [];
  const person = (id: string): Person => people.get(id) ?? { id, name: capitalized(id) };
  const named = (given: unknown) => String(given);

  const answerers: Record<string, Answerer> = {
    login: passwordFlow,
    login_cancel: () => ({}),
    connect: () => ({ state_event: 'CONNECTED' }),
    logout: () => ({}),
    features: () => allFeatures,
    person: (asked) => person(named(asked['person'])),
    chat(asked) {
      const id = named(asked['chat']);
      const own = named(asked['login']).replace(/^login-/, '');
      return chats.get(id) ?? { type: 'dm', members: [{ id: own }, person(id)], can_backfill: true };
    },
    contacts: () => [...people.values()],
    search: ({ query }) => [...people.values()].filter(({ name = '' }) => name.includes(named(query))),
    resolve({ query }) {
      const found = people.get(named(query));
      if (found === undefined) throw new Refusal('nobody', { http_status: 404 });
      return { ...found, chat: found.id };
    },
    create_group: () => ({ chat: 'made-group' }),
    history: () => ({ messages: [], has_more: false }),
    send: () => ({ id: `sent-${arrived.length}` }),
  };

  const serve = async (ask: string, given: unknown): Promise<unknown> => {
    const asked = Object(given);
    if (ask === 'send') arrived.push(asked);
    const answerer = (ask === 'send' ? next.shift() : undefined) ?? answerers[ask];
    if (answerer === undefined) throw new Error(`nobody answers ${ask}`);
    const answer = await answerer(asked);
    if (ask === 'connect') connected.add(named(asked['login']));
    return answer;
  };

  const control: Control = await startControl(scope, serve, () => connected.clear());
  return {
    address: control.address,
    people,
    chats,
    arrived,
    on(ask, answerer) {
      answerers[ask] = answerer;
    },
    answerNext: (answerer) => void next.push(answerer),
    async happen(happening) {
      await eventually(
        () => connected.has(happening.login),
        (isConnected) => isConnected,
      );
      await control.ask('happen', happening);
    },
    change: async (changed) => void (await control.ask('person', changed)),
    arrivals: (kind, count) =>
      eventually(
        () => arrived.filter((one) => one.kind === kind),
        ({ length }) => length >= count,
      ),
  };
}
