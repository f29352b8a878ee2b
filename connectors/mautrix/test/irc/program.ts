import { type BuiltProgram, ownProgram } from '../programs/build.ts';

/** The bridge to IRC in `programs/irc`. */
export const ircBridge = (): Promise<BuiltProgram> => ownProgram('irc');
