import { NotFoundError } from '@partyline/client';
import { useEffect, useState } from 'react';
import { useChat, useData } from '../../../app/context.ts';
import { t } from '../../../texts/texts.ts';

/** The title of a chat that may not be loaded, or not be there any more. */
export function ChatName({ chatID }: { readonly chatID: string }) {
  const { chats } = useData();
  const chat = useChat(chatID);
  const isKnown = chat !== undefined;
  const [isGone, setGone] = useState(false);
  useEffect(() => {
    if (!isKnown) chats.load(chatID).catch((error: unknown) => setGone(error instanceof NotFoundError));
  }, [chats, chatID, isKnown]);
  return <bdi title={chatID}>{chat?.title ?? (isGone ? t.settings.chooser.unknown : '…')}</bdi>;
}
