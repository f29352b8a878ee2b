/**
 * Waits for work, but not for ever. Work that takes longer goes on; nobody waits for it any more.
 * @throws what the work throws, or Error `no answer within … s`
 */
export async function withTimeLimit<T>(limitMs: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${limitMs / 1000} s`)), limitMs);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
