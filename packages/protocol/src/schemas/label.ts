/** Labels of chats: contract 2.5. */

import { Type } from 'typebox';
import { ID } from './building-blocks.ts';

export const Label = Type.Object({ id: ID, name: Type.String() }, { title: 'Label' });
export type Label = Type.Static<typeof Label>;

export const LabelList = Type.Array(Label);

export const LabelInput = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S', description: 'Unique' }) },
  { title: 'LabelInput' },
);
