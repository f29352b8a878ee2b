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
  const [shown, setShown] = useState({ current, last: current, openings: 0 });
  if (current !== shown.current) {
    const isOpening = shown.current === undefined;
    // What is closed stays while it fades.
    setShown({ current, last: current ?? shown.last, openings: shown.openings + Number(isOpening) });
  }
  const { last, openings } = shown;
  if (last === undefined) return null;
  return (
    <Suspense fallback={null}>
      {/* Opened again, it begins anew: what it said of the time or the chat may be long past. */}
      <One key={openings} of={last} isOpen={current !== undefined} />
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
