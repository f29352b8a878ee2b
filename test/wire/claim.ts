import type { Route } from './document.ts';
import type { Wire } from './wire.ts';

/** Something that holds for every route, or for those it concerns. Proving it changes nothing on the server, unless it says so. */
export interface Claim {
  readonly name: string;
  concerns?(route: Route): boolean;
  prove(wire: Wire, route: Route): Promise<void>;
  readonly changes?: true;
}
