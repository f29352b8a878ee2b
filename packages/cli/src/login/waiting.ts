/** A line that moves while the network or the person takes time. */

import type { Terminal } from '../terminal.ts';

// Not the spinner of the prompts library: that one ends the process at Ctrl-C, before the session can be cancelled on the server.
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** Shows the text until the returned function is called; nothing where nothing can move. */
export function startWaiting(text: string, { output }: Terminal): () => void {
  if (!output.isTTY) return () => {};
  let frame = 0;
  const draw = () => {
    output.write(`\r\x1b[2K${frames[frame++ % frames.length]} ${text}`);
  };
  output.write('\x1b[?25l');
  draw();
  const timer = setInterval(draw, 100);
  return () => {
    clearInterval(timer);
    output.write('\r\x1b[2K\x1b[?25h');
  };
}
