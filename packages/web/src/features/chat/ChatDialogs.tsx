import { lazy, Suspense } from 'react';
import { LazyEmojiPicker } from '../emoji/LazyEmojiPicker.tsx';
import { MessageMenu } from './MessageMenu.tsx';
import { useRoom } from './room.ts';
import type { ChatDialog } from './use-room.ts';

const Lightbox = lazy(() => import('./media/Lightbox.tsx'));
const DeleteDialog = lazy(() => import('./DeleteDialog.tsx'));
const DateDialog = lazy(() => import('./DateDialog.tsx'));
const DetailsDialog = lazy(() => import('./DetailsDialog.tsx'));
const ScheduledDialog = lazy(() => import('./ScheduledDialog.tsx'));

interface ChatDialogsProps {
  readonly dialog: ChatDialog | undefined;
  onClose(closed: ChatDialog): void;
}

/** What is open over a chat; each is loaded when it is first opened. */
export const ChatDialogs = ({ dialog, onClose }: ChatDialogsProps) =>
  dialog === undefined ? null : (
    <Suspense fallback={null}>
      <One dialog={dialog} onClose={() => onClose(dialog)} />
    </Suspense>
  );

function One({ dialog, onClose }: { readonly dialog: ChatDialog; onClose(): void }) {
  const { react, able } = useRoom();
  switch (dialog.kind) {
    case 'menu':
      return <MessageMenu item={dialog.item} anchor={dialog.anchor} onClose={onClose} />;
    case 'emoji': {
      const onPick = (emoji: string) => {
        react(dialog.message, emoji);
        onClose();
      };
      return (
        <LazyEmojiPicker anchor={dialog.anchor} allowed={able.allowedReactions} onPick={onPick} onClose={onClose} />
      );
    }
    case 'delete':
      return <DeleteDialog message={dialog.message} onClose={onClose} />;
    case 'picture':
      return <Lightbox picture={dialog.picture} onClose={onClose} />;
    case 'date':
      return <DateDialog onClose={onClose} />;
    case 'details':
      return <DetailsDialog onClose={onClose} />;
    case 'scheduled':
      return <ScheduledDialog onClose={onClose} />;
  }
}
