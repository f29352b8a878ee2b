/**
 * The official command line starts a server program with flags alone: `--host=127.0.0.1 --port=23374 --data-dir=…` (client-expectations.md, 2.2).
 * @returns the arguments with the command that is meant
 */
export function withCommand(args: readonly string[]): readonly string[] {
  const flagsAlone = args.every((arg) => arg.startsWith('--')) && args.some((arg) => arg.startsWith('--port='));
  return flagsAlone ? ['serve', ...args] : args;
}
