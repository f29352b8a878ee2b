/** The double's ways of signing in, and what each asks first. */

import type { Json } from './matrix.ts';

export interface Process {
  readonly flow: string;
  step: number;
  /** The login that is to be repaired. */
  readonly repairs: string | undefined;
  /** What the present step comes to, for all who ask for it. */
  outcome?: Promise<Json>;
}

export const flows = [
  { id: 'password', name: 'Password', description: 'Any name and any password but one' },
  { id: 'qr', name: 'QR code', description: 'Scan it' },
  { id: 'cookies', name: 'Cookies', description: 'Of a web page' },
  { id: 'passkey', name: 'Passkey', description: 'Of a page of the network' },
  { id: 'captcha', name: 'Captcha', description: 'A picture to read' },
  { id: 'future', name: 'Future', description: 'Something that nobody knows yet' },
  { id: 'broken', name: 'Broken', description: 'Fails for the reason that the test gives' },
  { id: 'slow', name: 'Slow', description: 'Begins when the test wants it to' },
];

export function stepOf(id: string, { flow, step }: Process): Json {
  const base = (type: string, parameters: Json) => ({
    login_id: id,
    txn_id: `txn-${id}-${step}`,
    instructions: `Step ${step}`,
    type,
    step_id: `double.${flow}`,
    [type]: parameters,
  });
  switch (flow) {
    case 'qr':
      return base('display_and_wait', { type: 'qr', data: `qr-${step}` });
    case 'cookies': {
      const sources = [{ type: 'cookie', name: 'sid', cookie_domain: 'double.example' }];
      return base('cookies', {
        url: 'https://double.example/login',
        fields: [{ id: 'session', required: true, sources }],
      });
    }
    case 'passkey':
      return base('webauthn', { url: 'https://double.example', publicKey: { challenge: 'AAAA' } });
    case 'captcha': {
      const picture = { type: 'm.image', filename: 'captcha.png', content: 'AAAA', info: { mimetype: 'image/png' } };
      return base('user_input', {
        fields: [{ type: 'captcha_code', id: 'code', name: 'Code' }],
        attachments: [picture],
      });
    }
    case 'future':
      return base('telepathy', {});
    default:
      return base('user_input', {
        fields: [
          { type: 'username', id: 'username', name: 'User name' },
          { type: 'password', id: 'password', name: 'Password' },
        ],
      });
  }
}
