/** Base64 in pieces of any length (RFC 4648, sections 4 and 5), with or without padding; spaces and line breaks are skipped. */

import { type ApiError, invalid, maxBase64Characters } from '@partyline/protocol';

export interface Base64Decoder {
  /** @throws ApiError `VALIDATION_ERROR` */
  push(text: string): Buffer;
  /** The last bytes. @throws ApiError `VALIDATION_ERROR` */
  end(): Buffer;
}

/** @param field what an error names */
export function base64Decoder(field: string): Base64Decoder {
  let carry = '';
  let padding = 0;
  let count = 0;
  let received = 0;
  const refuse = (why: string): ApiError => {
    const message = `${field} is not valid base64: ${why}`;
    return invalid([{ code: 'invalid_value', message, path: ['body', field] }], `Invalid request: ${message}`);
  };

  return {
    push(text) {
      received += text.length;
      if (received > maxBase64Characters) throw tooLong(field);
      const dense = /[ \t\r\n]/.test(text) ? text.replace(/[ \t\r\n]+/g, '') : text;
      const end = dense.indexOf('=');
      const data = end === -1 ? dense : dense.slice(0, end);
      const tail = dense.slice(data.length);
      const odd = data.search(/[^A-Za-z0-9+/_-]/);
      if (odd !== -1) throw refuse(`character ${count + odd + 1} does not belong to its alphabet`);
      padding += tail.length;
      if (padding > 2 || /[^=]/.test(tail) || (padding > tail.length && data !== ''))
        throw refuse('something follows its end');
      count += data.length;
      const all = carry + data;
      const whole = all.length - (all.length % 4);
      carry = all.slice(whole);
      return Buffer.from(all.slice(0, whole), 'base64');
    },
    end() {
      if (carry.length === 1 || (padding > 0 && (carry.length + padding) % 4 !== 0)) throw refuse('its end is missing');
      return Buffer.from(carry, 'base64');
    },
  };
}

function tooLong(field: string): ApiError {
  const message = `${field} must NOT have more than ${maxBase64Characters} characters`;
  return invalid([{ code: 'too_big', message, path: ['body', field] }], `Invalid request: ${message}`);
}
