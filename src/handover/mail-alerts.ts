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

/** Alerts by e-mail. Throws when the mail server does not take one. */
export function mailAlerts({ url, from }: MailConfig, consoleUrl: string): SendAlert {
  const transport = nodemailer.createTransport({
    url,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
  });
  return async (alert) => {
    await transport.sendMail({ from, to: alert.to.email, ...alertByMail(alert, consoleUrl) });
  };
}
