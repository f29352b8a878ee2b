/** The flows that show something and wait until it was dealt with elsewhere, which the sandbox then takes as done. */

import { pieces } from '../media.ts';
import { admit, type Flow, wait } from './flow.ts';

/** How many QR codes are shown before one counts as scanned. */
const QR_CODES = 3;
const EMOJI = ['🐙', '🚲', '🍉', '🎈', '⚓', '🌵', '🎺', '🧀'];

export const qr: Flow = async (desk) => {
  const codes = desk.network.randomness('QR codes');
  for (let shown = 0; shown < QR_CODES; shown++) {
    const display = { type: 'qr', data: `sandbox:sign-in:${codes.hex()}` } as const;
    desk.io.show({ stepID: 'scan', instructions: 'Scan this code with the phone you do not need.', display });
    await wait(desk.stepMs, desk);
  }
  return admit(desk, { username: 'qr-user', imgRef: pieces.animation.attachment.ref });
};

export const pairingCode: Flow = async (desk) => {
  const data = desk.network.randomness('pairing codes').code();
  desk.io.show({
    stepID: 'pair',
    instructions: 'Type this code on the other device.',
    display: { type: 'code', data },
  });
  await wait(desk.stepMs, desk);
  return admit(desk, { username: 'pairing-user' });
};

export const emoji: Flow = async (desk) => {
  const drawn = Number.parseInt(desk.network.randomness('emoji').hex().slice(0, 2), 16);
  const imageURL = picture(EMOJI[drawn % EMOJI.length] ?? '');
  desk.io.show({
    stepID: 'compare',
    instructions: 'Choose this emoji on the other device.',
    display: { type: 'emoji', imageURL },
  });
  await wait(desk.stepMs, desk);
  return admit(desk, { username: 'emoji-user' });
};

export const nothing: Flow = async (desk) => {
  desk.io.show({
    stepID: 'wait',
    instructions: 'Confirm the sign-in on the other device.',
    display: { type: 'nothing' },
  });
  await wait(desk.stepMs, desk);
  return admit(desk, { username: 'waiting-user' });
};

function picture(character: string): string {
  const text = `<text x="50" y="54" font-size="72" text-anchor="middle" dominant-baseline="middle">${character}</text>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">${text}</svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}
