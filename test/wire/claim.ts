import type { Route } from './document.ts';
import type { Wire } from './wire.ts';

/**
 * Operations that there is nothing for on any server yet, and that are there to say so: no network here can notify anyway, and nobody has a Matrix
 * account to verify. What `app.setup.response` wants is shown on the console alone.
 */
export const canSucceed = ({ id }: Route): boolean =>
  !/^(chats\.notifyAnyway|app\.setup\.(response|register|recoveryKey\..*|verifications\.(?!list$).*))$/.test(id);

/** Something that holds for every route, or for those it concerns. Proving it changes nothing on the server, unless it says so. */
export interface Claim {
  readonly name: string;
  concerns?(route: Route): boolean;
  prove(wire: Wire, route: Route): Promise<void>;
  readonly changes?: true;
}
