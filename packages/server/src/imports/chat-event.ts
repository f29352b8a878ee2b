import type { ChatEvent, ChatParticipant } from '@partyline/connector';
import type { ImportChat } from '@partyline/protocol';
import type { AccountFacts } from '../inbox/account-facts.ts';

type ToldPerson = NonNullable<ImportChat['participants']>['items'][number];

/** What an export says of a chat, as a network would. Nobody can write in it. */
export function chatEvent(account: AccountFacts, chat: ImportChat): ChatEvent {
  const { id, type, title, description, participants } = chat;
  return {
    kind: 'chat',
    account: account.remoteID,
    chat: {
      id,
      type,
      ...(title !== '' && { title }),
      ...(description !== undefined && { description }),
      isReadOnly: true,
    },
    ...(participants !== undefined && {
      participants: {
        items: participants.items.map(person),
        complete: participants.hasMore !== true,
        // The owner is in it as whoever they were there.
        gone: [account.userID],
      },
    }),
  };
}

function person({ imgURL, id, username, phoneNumber, email, fullName, ...told }: ToldPerson): ChatParticipant {
  return {
    id,
    ...(username !== undefined && { username }),
    ...(phoneNumber !== undefined && { phoneNumber }),
    ...(email !== undefined && { email }),
    ...(fullName !== undefined && { fullName }),
    // Pictures that another server held are not here.
    ...(imgURL !== undefined && /^(?:https?:|data:image\/)/i.test(imgURL) && { imgURL }),
    ...(told.isSelf === true && { isSelf: true }),
    ...(told.isAdmin === true && { isAdmin: true }),
    ...(told.isPending === true && { isPending: true }),
    ...(told.isNetworkBot === true && { isNetworkBot: true }),
  };
}
