/** A line of the shape that the server's own log has. */
export function writeLog(fields: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify({ level: 30, time: Date.now(), pid: process.pid, ...fields })}\n`);
}
