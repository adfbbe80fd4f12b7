import nodemailer from 'nodemailer';
import type { SendAlert } from './alert-staff.ts';
import { alertByMail } from './alert-texts.ts';

export interface MailConfig {
  /** `smtp://user:password@host:port` or `smtps://...`. */
  readonly url: string;
  readonly from: string;
}

/** Longest wait for the mail server, in milliseconds. */
const PATIENCE_MS = 10_000;

export interface Mail {
  readonly subject: string;
  readonly text: string;
}

/** Hands a mail to the mail server. Throws when that does not take it. */
export type SendMail = (to: string, mail: Mail) => Promise<void>;

/** The mail server of the settings. */
export function openMail({ url, from }: MailConfig): SendMail {
  const transport = nodemailer.createTransport({
    url,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
  });
  return async (to, mail) => {
    await transport.sendMail({ from, to, ...mail });
  };
}

/** Alerts by e-mail. Throws when the mail server does not take one. */
export function mailAlerts(send: SendMail, consoleUrl: string): SendAlert {
  return (alert) => send(alert.to.email, alertByMail(alert, consoleUrl));
}
