/** Something that waits until the test lets it go. */

export interface Hold {
  readonly held: Promise<void>;
  letGo(): void;
}

export function hold(): Hold {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { held: promise, letGo: resolve };
}
