import type { RateLimit } from '@partyline/protocol';

/** Of calls that make a network look people or chats up: networks lock accounts out that do so without end. */
export const networkLimits: readonly RateLimit[] = [{ per: 'token', calls: 300, seconds: 60 }];
