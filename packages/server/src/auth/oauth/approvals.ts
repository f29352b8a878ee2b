/** What the owner decides on an approval page. */

import type { ShownPages } from '../shown-pages.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import type { DeviceRequest } from './device-codes.ts';

export type Asked =
  | ({ readonly kind: 'code' } & AuthorizationRequest)
  | ({ readonly kind: 'device'; readonly userCode: string } & DeviceRequest);

export type Approvals = ShownPages<Asked>;
