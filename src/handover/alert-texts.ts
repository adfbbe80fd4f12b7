import { foldToGsm } from '../answering/gsm.ts';
import { countSegments } from '../answering/segments.ts';
import type { Alert } from './alert-staff.ts';

const WORDS = {
  fr: {
    subject: { new: 'Nouvelle demande', transferred: 'Demande transmise' },
    unknownPlace: 'lieu pas connu',
    priority: { now: 'danger: maintenant', high: 'priorité haute', normal: 'priorité normale' },
    body: 'Une demande vous attend dans Papote:',
    howToAnswer: 'Pour répondre au parent, répondez à ce message. Ou: /prendre /rendre /clore /aide',
  },
  nl: {
    subject: { new: 'Nieuwe aanvraag', transferred: 'Doorgegeven aanvraag' },
    unknownPlace: 'plaats niet gekend',
    priority: { now: 'gevaar: nu', high: 'hoge prioriteit', normal: 'normale prioriteit' },
    body: 'Er wacht een aanvraag op u in Papote:',
    howToAnswer: 'Om de ouder te antwoorden, antwoordt u op dit bericht. Of: /nemen /teruggeven /sluiten /hulp',
  },
} as const;

type About = Omit<Alert, 'to'>;

/** All that a locked screen shows: where and how urgent. */
export function alertLine(about: About): string {
  const { language, territory, priority } = about;
  const words = WORDS[language];
  return [subjectOf(about), territory ?? words.unknownPlace, words.priority[priority]].join(', ');
}

export function alertByMail(alert: About, consoleUrl: string): { subject: string; text: string } {
  return {
    subject: alertLine(alert),
    text: `${WORDS[alert.language].body}\n${linkTo(alert, consoleUrl)}\n`,
  };
}

/** The alert for a chat in which one can answer it. */
export function alertByChat(alert: About, consoleUrl: string): string {
  return `${alertLine(alert)}\n${linkTo(alert, consoleUrl)}\n${WORDS[alert.language].howToAnswer}`;
}

/** The alert as one SMS part: where a long address leaves no room, without the place. */
export function alertBySms(alert: About, consoleUrl: string): string {
  const link = linkTo(alert, consoleUrl);
  const { priority } = WORDS[alert.language];
  const lines = [alertLine(alert), `${subjectOf(alert)}, ${priority[alert.priority]}`];
  const texts = lines.map((line) => foldToGsm(`${line} ${link}`, alert.language));
  return texts.find((text) => countSegments(text) === 1) ?? link;
}

function subjectOf({ language, transferred }: About): string {
  return WORDS[language].subject[transferred ? 'transferred' : 'new'];
}

function linkTo({ request }: About, consoleUrl: string): string {
  return `${consoleUrl}/requests/${request}`;
}
