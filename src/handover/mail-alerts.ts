import nodemailer from 'nodemailer';
import type { Alert, SendAlert } from './alert-staff.ts';

export interface MailConfig {
  /** `smtp://user:password@host:port` or `smtps://...`. */
  readonly url: string;
  readonly from: string;
}

/** Longest wait for the mail server, in milliseconds. */
const PATIENCE_MS = 10_000;

const WORDS = {
  fr: {
    subject: 'Nouvelle demande',
    unknownPlace: 'lieu pas connu',
    priority: { now: 'danger: maintenant', high: 'priorité haute', normal: 'priorité normale' },
    body: 'Une demande vous attend dans Papote:',
  },
  nl: {
    subject: 'Nieuwe aanvraag',
    unknownPlace: 'plaats niet gekend',
    priority: { now: 'gevaar: nu', high: 'hoge prioriteit', normal: 'normale prioriteit' },
    body: 'Er wacht een aanvraag op u in Papote:',
  },
} as const;

/** Alerts by e-mail. The subject is all that a locked screen shows: where and how urgent, no word of the parent. */
export function mailAlerts({ url, from }: MailConfig, consoleUrl: string): SendAlert {
  const transport = nodemailer.createTransport({
    url,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
  });
  return async (alert) => {
    await transport.sendMail({ from, to: alert.to, ...mailOf(alert, consoleUrl) });
  };
}

function mailOf(
  { language, territory, priority, request }: Alert,
  consoleUrl: string,
): { subject: string; text: string } {
  const words = WORDS[language];
  return {
    subject: [words.subject, territory ?? words.unknownPlace, words.priority[priority]].join(', '),
    text: `${words.body}\n${consoleUrl}/requests/${request}\n`,
  };
}
