/** The browser's storage. Undefined where it is forbidden. */
export function storage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
