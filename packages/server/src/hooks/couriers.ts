/** The couriers: one for each endpoint that is not disabled, each on its own. */

import { type Courier, type CourierParts, startCourier } from './courier.ts';

export interface Couriers {
  /** Starts the one of an endpoint, or starts it anew after a change; a try under way is broken off. */
  restart(id: string): void;
  /** Ends a pause between two tries. */
  nudge(id: string): void;
  stop(graceMs: number): Promise<void>;
}

export function createCouriers(parts: CourierParts): Couriers {
  const couriers = new Map<string, Courier>();
  /** Those that end, by endpoint: two of one endpoint would mix up its order. */
  const ending = new Map<string, Promise<void>>();
  let stopped = false;

  const start = (id: string) => {
    if (stopped || ending.has(id) || couriers.has(id)) return;
    const courier = startCourier(id, parts);
    couriers.set(id, courier);
    courier.ended.then(() => {
      if (couriers.get(id) === courier) couriers.delete(id);
    });
  };

  return {
    restart(id) {
      const courier = couriers.get(id);
      if (courier === undefined) return start(id);
      couriers.delete(id);
      const ended = courier.stop(0).finally(() => {
        ending.delete(id);
        start(id);
      });
      ending.set(id, ended);
    },
    nudge: (id) => couriers.get(id)?.nudge(),
    async stop(graceMs) {
      stopped = true;
      await Promise.all([...ending.values(), ...[...couriers.values()].map((courier) => courier.stop(graceMs))]);
    },
  };
}
