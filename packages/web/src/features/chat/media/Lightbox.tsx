import { Dialog } from '@base-ui/react/dialog';
import type { Message } from '@partyline/protocol';
import { ChevronLeft, ChevronRight, Download, X, ZoomIn, ZoomOut } from 'lucide-react';
import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useMemo,
  useRef,
  useState,
  type WheelEvent,
} from 'react';
import { useReadable } from '../../../app/use-readable.ts';
import { fullText } from '../../../format/dates.ts';
import { mediaAddress } from '../../../format/media-address.ts';
import { kindText, nameOf } from '../../../format/message-kind.ts';
import { t } from '../../../texts/texts.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import type { ShownPicture } from '../room.ts';
import { useRoom } from '../room.ts';
import styles from './Lightbox.module.css';

interface LightboxProps {
  readonly picture: ShownPicture;
  onClose(): void;
}

const closest = 8;

/** A picture as large as the window, and the others of the chat beside it. Arrow keys, + and -, 0. Loaded when it is first opened. */
export default function Lightbox({ picture, onClose }: LightboxProps) {
  const { timeline } = useRoom();
  const { items } = useReadable(timeline.state);
  const all = useMemo(() => items.flatMap(({ message }) => picturesOf(message)), [items]);
  const [shown, setShown] = useState(picture);
  const [view, setView] = useState(whole);
  const at = all.findIndex(({ messageID, index }) => messageID === shown.messageID && index === shown.index);
  const current = all[at];
  const go = (step: number) => {
    const next = all[at + step];
    if (next === undefined) return;
    setShown(next);
    setView(whole);
  };
  const zoom = (by: number) => setView((now) => zoomed(now, by));
  const isRightToLeft = document.dir === 'rtl';
  const workOf = (key: string): (() => void) | undefined => {
    if (key === '0') return () => setView(whole);
    if (key === '+' || key === '-') return () => zoom(key === '+' ? 1.5 : 1 / 1.5);
    if (key === 'ArrowRight' || key === 'ArrowLeft') return () => go((key === 'ArrowRight') === isRightToLeft ? -1 : 1);
    return undefined;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const work = workOf(event.key);
    if (work === undefined) return;
    event.preventDefault();
    work();
  };
  const address = mediaAddress(shown.srcURL);
  const name = current?.fileName ?? t.chat.media.picture;
  return (
    <Dialog.Root open onOpenChange={(open) => open || onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles['backdrop']} />
        <Dialog.Popup className={styles['popup']} onKeyDown={onKeyDown} aria-label={t.chat.media.viewer}>
          <header className={styles['head']}>
            <p className={styles['about']}>
              <bdi className={styles['name']}>{name}</bdi>
              {current !== undefined && (
                <span className={styles['from']}>
                  <bdi>{current.sender}</bdi> · {fullText(current.timestamp)}
                </span>
              )}
            </p>
            <IconButton label={t.chat.media.zoomOut} onClick={() => zoom(1 / 1.5)} disabled={view.scale <= 1}>
              <ZoomOut />
            </IconButton>
            <IconButton label={t.chat.media.zoomIn} onClick={() => zoom(1.5)} disabled={view.scale >= closest}>
              <ZoomIn />
            </IconButton>
            {address !== undefined && (
              <a className={styles['get']} href={address} download={name} aria-label={t.chat.media.download(name)}>
                <Download aria-hidden="true" />
              </a>
            )}
            <Dialog.Close render={<IconButton label={t.app.close} />}>
              <X />
            </Dialog.Close>
          </header>
          <Stage view={view} onView={setView} onDismiss={onClose}>
            {address !== undefined && <img src={address} alt={name} draggable={false} />}
          </Stage>
          {at > 0 && (
            <IconButton className={styles['previous']} label={t.chat.media.previous} onClick={() => go(-1)}>
              <ChevronLeft className={styles['arrow']} />
            </IconButton>
          )}
          {at !== -1 && at < all.length - 1 && (
            <IconButton className={styles['next']} label={t.chat.media.next} onClick={() => go(1)}>
              <ChevronRight className={styles['arrow']} />
            </IconButton>
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

const whole: View = { scale: 1, x: 0, y: 0 };

function zoomed({ scale, x, y }: View, by: number): View {
  const next = Math.min(closest, Math.max(1, scale * by));
  return next === 1 ? whole : { scale: next, x: (x * next) / scale, y: (y * next) / scale };
}

interface StageProps {
  readonly view: View;
  onView(change: (view: View) => View): void;
  onDismiss(): void;
  readonly children: ReactNode;
}

/** The wheel brings it closer, dragging moves it, a double click does either. A click beside the picture closes. */
function Stage({ view, onView, onDismiss, children }: StageProps) {
  const drag = useRef<{ x: number; y: number } | undefined>(undefined);
  const onPointerDown = ({ clientX, clientY, currentTarget, pointerId }: PointerEvent) => {
    if (view.scale === 1) return;
    drag.current = { x: clientX, y: clientY };
    currentTarget.setPointerCapture(pointerId);
  };
  const onPointerMove = ({ clientX, clientY }: PointerEvent) => {
    const from = drag.current;
    if (from === undefined) return;
    drag.current = { x: clientX, y: clientY };
    onView(({ scale, x, y }) => ({ scale, x: x + clientX - from.x, y: y + clientY - from.y }));
  };
  const end = () => {
    drag.current = undefined;
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: every one of these has a key and a button
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes
    <div
      className={styles['stage']}
      data-close={view.scale > 1}
      onClick={({ target, currentTarget }) => target === currentTarget && onDismiss()}
      onDoubleClick={() => onView((now) => (now.scale > 1 ? whole : zoomed(now, 2.5)))}
      onWheel={({ deltaY }: WheelEvent) => onView((now) => zoomed(now, deltaY < 0 ? 1.15 : 1 / 1.15))}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={end}
      onPointerCancel={end}
    >
      <div
        className={styles['picture']}
        style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})` }}
      >
        {children}
      </div>
    </div>
  );
}

function picturesOf(message: Message) {
  return (message.attachments ?? []).flatMap((attachment, index) => {
    const { type, isSticker, srcURL, fileName = kindText(attachment) } = attachment;
    if (type !== 'img' || isSticker === true || mediaAddress(srcURL) === undefined) return [];
    const { id: messageID, timestamp } = message;
    return [{ messageID, index, srcURL: srcURL ?? '', fileName, timestamp, sender: nameOf(message) }];
  });
}
