/** The texts of the app, in the language that is used: `t.inbox.title`. A translation is another object of the type `Texts`. */

import { en } from './en.ts';

export type Texts = typeof en;

export const t: Texts = en;
