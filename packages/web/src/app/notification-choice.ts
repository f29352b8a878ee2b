/** Whether the desktop tells of new messages (Notifications API Standard): the person's choice, in this browser, as far as the browser lets it be. */

import { createStore, type Readable } from '../data/store.ts';
import { storage } from './storage.ts';

export type NotificationChoice = 'off' | 'names' | 'texts';

export interface NotificationState {
  readonly choice: NotificationChoice;
  /** Why there can be none, or were none when they were wished. */
  readonly obstacle?: 'unsupported' | 'insecure' | 'blocked' | undefined;
}

const key = 'partyline.notifications';
const state = createStore<NotificationState>(read());

export const notificationState: Readable<NotificationState> = state;

/** Asks the browser first, which asks the person. What it does not allow stays off. */
export async function chooseNotifications(choice: NotificationChoice): Promise<void> {
  if (choice !== 'off') {
    const obstacle = obstacleNow();
    if (obstacle !== undefined) return state.set({ choice: 'off', obstacle });
    const permission = await Notification.requestPermission();
    if (permission !== 'granted')
      return state.set({ choice: 'off', obstacle: permission === 'denied' ? 'blocked' : undefined });
  }
  keep({ choice });
}

/** The browser has them by name and refuses to show one, as on phones, or allows them no more. */
export const notificationsFailed = (): void => keep({ choice: 'off', obstacle: obstacleNow() ?? 'unsupported' });

/** Other windows of this browser choose too. @returns how to end it */
export function followNotificationChoice(): () => void {
  const changed = (event: StorageEvent) => {
    if (event.key === key || event.key === null) state.set(read());
  };
  window.addEventListener('storage', changed);
  return () => window.removeEventListener('storage', changed);
}

function keep(next: NotificationState): void {
  state.set(next);
  try {
    if (next.choice === 'off') storage()?.removeItem(key);
    else storage()?.setItem(key, next.choice);
  } catch {
    // Full: it counts until the page is closed.
  }
}

function read(): NotificationState {
  const obstacle = obstacleNow();
  const wished = storage()?.getItem(key);
  const isOn = (wished === 'names' || wished === 'texts') && obstacle === undefined;
  return isOn && Notification.permission === 'granted' ? { choice: wished } : { choice: 'off', obstacle };
}

function obstacleNow(): NotificationState['obstacle'] {
  if (!isSecureContext) return 'insecure';
  if (typeof Notification === 'undefined') return 'unsupported';
  return Notification.permission === 'denied' ? 'blocked' : undefined;
}
