import type { RefObject } from 'react';
import { openOverlay } from '../../app/overlays.ts';
import { useShortcuts } from '../../app/shortcuts.ts';
import { useNavigate } from '../../routing/use-route.ts';
import { focusComposer } from './focus-composer.ts';
import type { ChatDeeds } from './use-chat-deeds.ts';
import type { ChatFocus } from './use-chat-focus.ts';

interface ChatKeysParts {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly focus: ChatFocus;
  readonly chosenID: string | undefined;
  readonly deeds: ChatDeeds;
}

/** What the keys of one letter do in the list. */
export function useChatKeys({ scroller, focus, chosenID, deeds }: ChatKeysParts): void {
  const navigate = useNavigate();
  /** The chat that keys are for: the one in focus, or the open one. */
  const about = (deed: (chatID: string) => unknown) => () => {
    const chatID = focus.isInside() ? focus.activeID : chosenID;
    return chatID === undefined ? false : deed(chatID);
  };
  useShortcuts({
    next: () => focus.move(1),
    previous: () => focus.move(-1),
    back() {
      if (scroller.current?.offsetParent === null) return chosenID !== undefined && navigate({ view: 'inbox' });
      return !focus.isInside() && focus.focus();
    },
    write: () => chosenID !== undefined && focusComposer(),
    archive: about(deeds.toggleArchive),
    unread: about(deeds.toggleUnread),
    pin: about(deeds.togglePin),
    mute: about(deeds.toggleMute),
    remind: about((chatID) => openOverlay({ kind: 'remind', chatID })),
    label: about((chatID) => openOverlay({ kind: 'labels', chatID })),
    remove: about((chatID) => openOverlay({ kind: 'remove-chat', chatID })),
  });
}
