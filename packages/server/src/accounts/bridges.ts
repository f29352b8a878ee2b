/** The bridges an owner can add accounts on. */

import { type Bridge, notFound, type ProvisioningCapabilities } from '@partyline/protocol';
import type { AccountBook } from './account-book.ts';
import type { BridgeDefinition } from './bridge-definitions.ts';
import { bridgeView } from './views.ts';

export interface Bridges {
  list(owner: string): Bridge[];
  /** @throws ApiError `NOT_FOUND` when there is none, or it is not switched on */
  definition(bridgeID: string): BridgeDefinition;
  view(owner: string, bridge: BridgeDefinition): Bridge;
}

export function createBridges(definitions: ReadonlyMap<string, BridgeDefinition>, book: AccountBook): Bridges {
  // Looked at anew each time: what dials in is offered from then on.
  const offered = () => [...definitions.values()].filter(({ enabled }) => enabled);
  const view = (owner: string, bridge: BridgeDefinition) =>
    bridgeView(
      bridge,
      book.accounts(owner).filter((account) => account.bridge.id === bridge.id),
    );
  return {
    list: (owner) => offered().map((bridge) => view(owner, bridge)),
    definition(bridgeID) {
      const bridge = definitions.get(bridgeID);
      if (bridge?.enabled !== true) throw notFound('Bridge');
      return bridge;
    },
    view,
  };
}

/** Contract 2.19. */
export function provisioningCapabilities({ manifest }: BridgeDefinition): ProvisioningCapabilities {
  const can = manifest.resolveIdentifier;
  return {
    resolve_identifier: {
      create_dm: can?.createDM ?? false,
      lookup_phone: can?.lookupPhone ?? false,
      lookup_email: can?.lookupEmail ?? false,
      lookup_username: can?.lookupUsername ?? false,
      any_phone: can?.anyPhone ?? false,
      contact_list: can?.contactList ?? false,
      search: can?.search ?? false,
    },
    group_creation: manifest.groupCreation ?? {},
  };
}
