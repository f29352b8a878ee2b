import { type BuiltProgram, ownProgram } from '../programs/build.ts';

/** `older`: on the framework of the generation before, which bridges of last year are made with. */
export type Generation = 'today' | 'older';

/** The rehearsal in `programs/rehearsal`, whose network the test plays. */
export const rehearsal = (generation: Generation = 'today'): Promise<BuiltProgram> =>
  ownProgram('rehearsal', generation === 'older' ? 'older.mod' : 'go.mod');
