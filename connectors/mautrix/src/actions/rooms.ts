/** The room of a chat that something is to be done in. */

import { SendError } from '@partyline/connector';
import { text } from '@partyline/matrix-content';
import type { HostedBridge } from '../bridge/hosted-bridge.ts';
import { ProvisioningError } from '../bridge/provisioning.ts';
import type { Room } from '../store/rooms.ts';

/** @throws SendError when there is none */
export function needRoom({ homeserver }: HostedBridge, login: string, chatID: string): Room {
  const room = homeserver.rooms.find(login, chatID);
  if (room !== undefined) return room;
  const message = 'This chat does not exist on the network any more.';
  throw new SendError({ outcome: 'certain', retriable: false, reason: 'no_such_chat', message });
}

/** The room of a chat or, where there is none yet, the direct chat with the person of that ID, which is made. @throws SendError */
export async function roomForSending(bridge: HostedBridge, login: string, chatID: string): Promise<Room> {
  const known = bridge.homeserver.rooms.find(login, chatID);
  if (known !== undefined) return known;
  try {
    const { body } = await bridge.provision({
      method: 'POST',
      path: ['create_dm', chatID],
      query: { login_id: login },
    });
    const room = bridge.homeserver.rooms.get(text(body['dm_room_mxid']) ?? '');
    if (room !== undefined) return room;
  } catch (error) {
    if (!(error instanceof ProvisioningError)) throw error;
  }
  return needRoom(bridge, login, chatID);
}
