/** How a sign-in code reaches the owner: by mail to the owner's own address, or on the server's console, which only the owner sees. */

import nodemailer from 'nodemailer';
import type { Logger } from 'pino';

/** Something that the person at the console is to see now, and nobody else: text of one or more lines, and the same as data. */
export type Announce = (text: string, fields: Readonly<Record<string, string>>) => void;

export interface MailSettings {
  /** `smtps://user:password@mail.example.org` */
  readonly smtpURL: string | undefined;
  /** The only address that codes are mailed to. */
  readonly ownerEmail: string | undefined;
}

/** Resolves when the code is out; never fails, since the console is always there. */
export type SendCode = (code: string, email: string) => Promise<void>;

const mailLimitMs = 20_000;

export function codeSender({ smtpURL, ownerEmail }: MailSettings, announce: Announce, log: Logger): SendCode {
  const show = (code: string) =>
    announce(`Somebody signs in. If it is you, the code is ${code}. It is good for ten minutes.`, {
      msg: 'sign-in code',
      code,
    });
  if (smtpURL === undefined || ownerEmail === undefined) return async (code) => show(code);
  const limits = { connectionTimeout: mailLimitMs, greetingTimeout: mailLimitMs, socketTimeout: mailLimitMs };
  const mailer = nodemailer.createTransport({ url: smtpURL, ...limits });
  return async (code, email) => {
    // Anybody may ask for a code. Only the owner may read it.
    if (email.trim().toLowerCase() !== ownerEmail.toLowerCase()) return show(code);
    try {
      await mailer.sendMail({
        from: { name: 'Partyline', address: ownerEmail },
        to: ownerEmail,
        subject: `Partyline sign-in code: ${code}`,
        text: `Somebody signs in to your Partyline server. If it is you, the code is:\n\n    ${code}\n\nIt is good for ten minutes. If it is not you, do nothing.\n`,
      });
    } catch (error) {
      log.warn({ err: error }, 'the sign-in code could not be mailed; it is shown here instead');
      show(code);
    }
  };
}
