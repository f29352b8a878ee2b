/** A tool of the Model Context Protocol: what a model is told of it, and what it does, by operations of the catalogue alone. */

import type { Readable } from 'node:stream';
import type { Scope } from '@partyline/protocol';
import type { Static, TObject, TSchema } from 'typebox';
import type { IncomingFile } from '../media/media-folder.ts';
import type { Input, Operation } from '../operations/operation.ts';

/** Runs operations for one caller and one call, with every check that the other doors make. */
export interface Desk {
  /** Ends when the model does not wait any more. */
  readonly signal: AbortSignal;
  /** @param answer the operation's own `response`. @throws ApiError */
  ask<R extends TSchema>(operation: Operation, answer: R, input?: Partial<Input>): Promise<Static<R>>;
  /** For operations whose answer is nothing, or bytes. @throws ApiError */
  tell(operation: Operation, input?: Partial<Input>): Promise<unknown>;
  /** Takes bytes for an operation with an upload. Whoever asks discards the file. */
  receive(source: Readable): Promise<IncomingFile>;
}

/** `text` is for the model to read, `structured` the same for programs; it fits the tool's `output`. */
export interface Answer {
  readonly text: string;
  readonly structured?: Readonly<Record<string, unknown>>;
  /** Beside the text. */
  readonly blocks?: readonly Block[];
}

export type Block =
  | { readonly type: 'image' | 'audio'; readonly data: string; readonly mimeType: string }
  | {
      readonly type: 'resource';
      readonly resource: { readonly uri: string; readonly mimeType: string; readonly blob: string };
    };

interface Told {
  /** `snake_case`, as in mcp.md, section 2, where it is there. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** A token without it does not see the tool. */
  readonly scope: Exclude<Scope, 'public'>;
  /** Its operations are not for tokens with a policy: such a token does not see the tool. */
  readonly withoutPolicy?: true;
  /** It takes something away that cannot be brought back. */
  readonly destructive?: true;
  /** Twice has the effect of once. */
  readonly idempotent?: true;
  /** What `structured` is. */
  readonly output?: TObject;
}

export interface Tool extends Told {
  readonly input: TObject;
  /** @param args fits `input` */
  run(desk: Desk, args: unknown): Promise<Answer>;
}

/** The arguments were checked against `input` before it runs; this is where that becomes a type. */
export function tool<A extends TObject>(
  definition: Told & { readonly input: A; readonly run: (desk: Desk, args: Static<A>) => Promise<Answer> },
): Tool {
  return { ...definition, run: (desk, args) => definition.run(desk, args as Static<A>) };
}
