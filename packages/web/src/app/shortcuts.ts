/**
 * What keys do, all over the app. Keys of one letter never count while somebody types, in menus or in dialogs, and can be switched off (WCAG 2.1.4).
 */

import { useEffect, useRef } from 'react';
import { createStore, type Readable } from '../data/store.ts';

export type Shortcut = keyof typeof keys;

/** By the letter on the key; `Mod` is Ctrl, on a Mac Cmd. */
export const keys = {
  palette: 'Mod+k',
  search: '/',
  help: '?',
  newChat: 'c',
  undo: 'z',
  next: 'j',
  previous: 'k',
  write: 'r',
  archive: 'e',
  unread: 'u',
  pin: 'p',
  mute: 'm',
  remind: 'h',
  label: 'l',
  remove: '#',
  back: 'Escape',
} as const;

/** @returns false when there is nothing to do here: the next one is asked */
type Handler = () => unknown;
type Handlers = Partial<Readonly<Record<Shortcut, Handler>>>;

const singleKeysKey = 'partyline.single-keys';
const areOn = createStore(readChoice());

/** Whether keys of one letter do something. */
export const singleKeys: Readable<boolean> = areOn;

export function switchSingleKeys(on: boolean): void {
  areOn.set(on);
  try {
    if (on) localStorage.removeItem(singleKeysKey);
    else localStorage.setItem(singleKeysKey, 'off');
  } catch {
    // No storage: it counts until the page is closed.
  }
}

/** Those that came last are asked first. */
const stack: { current: Handlers }[] = [];

/**
 * While the component is there. What is not given is left to others.
 *
 * @param rank whole app: asked when no view has something to do
 */
export function useShortcuts(handlers: Handlers, rank: 'view' | 'app' = 'view'): void {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => {
    if (stack.length === 0) window.addEventListener('keydown', pressed);
    if (rank === 'app') stack.unshift(latest);
    else stack.push(latest);
    return () => {
      stack.splice(stack.indexOf(latest), 1);
      if (stack.length === 0) window.removeEventListener('keydown', pressed);
    };
  }, [rank]);
}

function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const shortcut = shortcutOf(event);
  if (shortcut === undefined || !isFor(shortcut, event.target)) return;
  // A key that is held goes on through a list, and does nothing else twice.
  if (event.repeat && shortcut !== 'next' && shortcut !== 'previous') return;
  for (const { current } of stack.toReversed()) {
    const handler = current[shortcut];
    if (handler !== undefined && handler() !== false) {
      event.preventDefault();
      return;
    }
  }
}

function shortcutOf(event: KeyboardEvent): Shortcut | undefined {
  const { ctrlKey, metaKey, altKey } = event;
  const letter = letterOf(event);
  if (altKey) return undefined;
  if (ctrlKey || metaKey) return letter === 'k' && !event.shiftKey ? 'palette' : undefined;
  return shortcuts.find((name) => keys[name] === letter);
}

const shortcuts = Object.keys(keys).filter((name): name is Shortcut => name in keys);

/** The letter; on keyboards of other scripts what the key would write in Latin. */
function letterOf({ key, code, shiftKey }: KeyboardEvent): string {
  const isLatin = key.length > 1 || key.charCodeAt(0) < 0x250;
  const latin = /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase();
  const letter = isLatin || latin === undefined ? key : latin;
  return letter.length === 1 && !shiftKey ? letter.toLowerCase() : letter;
}

function isFor(shortcut: Shortcut, target: EventTarget | null): boolean {
  if (shortcut === 'palette') return true;
  if (!(target instanceof Element)) return true;
  if (target.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]') !== null) return false;
  if (shortcut === 'back') return true;
  return areOn.get() && !isTyping(target);
}

const notTyped = new Set(['button', 'checkbox', 'radio', 'range', 'submit', 'reset', 'file', 'color', 'image']);

function isTyping(target: Element): boolean {
  if (target instanceof HTMLInputElement) return !notTyped.has(target.type);
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLElement && target.isContentEditable;
}

function readChoice(): boolean {
  try {
    return typeof localStorage === 'undefined' || localStorage.getItem(singleKeysKey) !== 'off';
  } catch {
    return true;
  }
}
