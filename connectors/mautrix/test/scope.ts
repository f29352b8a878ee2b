/** Where cleaning up is announced: a test's context. */
export interface Scope {
  after(work: () => unknown): void;
}
