/** Dialogs that can be opened from anywhere. Each is loaded when it is first wanted. */

import { lazy, Suspense, useState } from 'react';
import { closeOverlay, type Overlay, overlay } from './overlays.ts';
import { useReadable } from './use-readable.ts';

const Palette = lazy(() => import('../features/palette/Palette.tsx'));
const ShortcutsDialog = lazy(() => import('../features/palette/ShortcutsDialog.tsx'));
const SignOutDialog = lazy(() => import('../features/first-run/SignOutDialog.tsx'));
const NewChatDialog = lazy(() => import('../features/inbox/NewChatDialog.tsx'));
const ReminderDialog = lazy(() => import('../features/inbox/ReminderDialog.tsx'));
const LabelsDialog = lazy(() => import('../features/inbox/LabelsDialog.tsx'));
const RemoveChatDialog = lazy(() => import('../features/inbox/RemoveChatDialog.tsx'));

export function Overlays() {
  const current = useReadable(overlay);
  const [last, setLast] = useState(current);
  // It stays while it fades.
  if (current !== undefined && current !== last) setLast(current);
  if (last === undefined) return null;
  return (
    <Suspense fallback={null}>
      <One of={last} isOpen={current !== undefined} />
    </Suspense>
  );
}

function One({ of, isOpen }: { readonly of: Overlay; readonly isOpen: boolean }) {
  const door = { isOpen, onClose: closeOverlay };
  switch (of.kind) {
    case 'palette':
      return <Palette {...door} />;
    case 'shortcuts':
      return <ShortcutsDialog {...door} />;
    case 'sign-out':
      return <SignOutDialog {...door} lost={of.lost} />;
    case 'new-chat':
      return <NewChatDialog {...door} accountID={of.accountID} />;
    case 'remind':
      return <ReminderDialog {...door} key={of.chatID} chatID={of.chatID} />;
    case 'labels':
      return <LabelsDialog {...door} key={of.chatID} chatID={of.chatID} />;
    case 'remove-chat':
      return <RemoveChatDialog {...door} key={of.chatID} chatID={of.chatID} />;
  }
}
