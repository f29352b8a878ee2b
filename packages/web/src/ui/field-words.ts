import type { ReactNode } from 'react';

/** The words of a field. */
export interface FieldWords {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong with it. */
  readonly problem?: string | undefined;
}
