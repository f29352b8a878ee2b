import { lazy, Suspense } from 'react';

const EmojiPicker = lazy(() => import('./EmojiPicker.tsx'));

interface LazyEmojiPickerProps {
  /** Where it opens; closed without. */
  readonly anchor: Element | undefined;
  readonly allowed?: readonly string[] | undefined;
  onPick(emoji: string): void;
  onClose(): void;
}

/** Its list of all emoji is as large as half the app: it is loaded when somebody wants one. */
export const LazyEmojiPicker = ({ anchor, ...rest }: LazyEmojiPickerProps) =>
  anchor === undefined ? null : (
    <Suspense fallback={null}>
      <EmojiPicker anchor={anchor} {...rest} />
    </Suspense>
  );
