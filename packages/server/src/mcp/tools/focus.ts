import { FocusInput, FocusResult } from '@partyline/protocol';
import { focus } from '../../operations/search/focus.ts';
import { tool } from '../tool.ts';

export const focusApp = tool({
  name: 'focus_app',
  title: 'Bring a chat to the front',
  description: 'Opens a chat in a window of the app, where there is one.',
  scope: 'read',
  input: FocusInput,
  output: FocusResult,
  async run(desk, body) {
    const result = await desk.ask(focus, FocusResult, { body });
    return {
      text: result.success ? 'The chat is in front.' : 'This server has no window of its own; nothing was opened.',
      structured: result,
    };
  },
});
