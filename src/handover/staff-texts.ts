import type { ReplyResult } from './desk.ts';

/** What people of the network are told in their own chat. No word of a parent. */
export interface StaffTexts {
  readonly linked: string;
  readonly code: Readonly<Record<'used' | 'expired', string>>;
  readonly switchedOff: string;
  readonly unlinked: string;
  readonly help: string;
  readonly unknownCommand: string;
  readonly onlyText: string;
  /** The message replies to nothing: nobody guesses for whom it is. */
  readonly whichRequest: (consoleUrl: string) => string;
  /** It replies to something that stands for no request, or for none of theirs. */
  readonly notThere: (consoleUrl: string) => string;
  readonly closedAlready: string;
  readonly takenBy: (name: string) => string;
  readonly done: Readonly<Record<'take' | 'give-back' | 'close', string>>;
  readonly notYours: string;
  readonly reply: Readonly<Record<ReplyResult, string>>;
  /** Above what a parent wrote, in the chat of who has the request. */
  readonly parentWrote: (territory: string | null, request: string) => string;
  readonly media: string;
  readonly goesOn: string;
  readonly numberCode: (code: string) => string;
  /** To who answers an alert by SMS: nobody reads it. */
  readonly smsGoesNowhere: (link: string) => string;
  /** To who wants no more alerts by SMS. */
  readonly smsStopped: (link: string) => string;
}

const fr: StaffTexts = {
  linked:
    'Ce chat est lié à votre compte Papote. Les nouvelles demandes arrivent ici.\nPour répondre au parent, répondez au message de la demande. /aide dit tout, /stop délie ce chat.',
  code: {
    used: 'Ce code a déjà servi. Faites-en un nouveau dans Papote, sous Mon compte.',
    expired: 'Ce code n’est plus valable. Faites-en un nouveau dans Papote, sous Mon compte.',
  },
  switchedOff: 'Votre compte Papote est désactivé. Ce chat n’y est plus lié et rien n’a été envoyé.',
  unlinked: 'Ce chat n’est plus lié à votre compte Papote : les demandes n’arrivent plus ici.',
  help: 'Répondez au message d’une demande : votre texte part au parent, et la demande est à vous.\nEn réponse au même message : /prendre prend la demande, /rendre la remet dans la file, /clore la clôture.\n/stop délie ce chat de votre compte.',
  unknownCommand: 'Je ne connais pas cette commande, rien n’a été envoyé. /aide dit ce qui est possible.',
  onlyText: 'D’ici, seul du texte peut partir. Rien n’a été envoyé.',
  whichRequest: (consoleUrl) =>
    `Rien n’a été envoyé : je ne sais pas pour qui est ce message. Répondez au message de la demande, ou ouvrez Papote : ${consoleUrl}`,
  notThere: (consoleUrl) =>
    `Rien n’a été envoyé : ce message n’appartient à aucune demande ouverte pour vous. Ouvrez Papote : ${consoleUrl}`,
  closedAlready: 'Cette demande est clôturée. Rien n’a été envoyé.',
  takenBy: (name) => `C’est ${name} qui a cette demande. Rien n’a été envoyé.`,
  done: {
    take: 'La demande est à vous. Répondez à ce même message pour écrire au parent.',
    'give-back': 'La demande est remise dans la file.',
    close: 'La demande est clôturée.',
  },
  notYours: 'Cette demande n’est pas à vous pour le moment. Rien n’a été changé.',
  reply: {
    sent: 'C’est parti.',
    again: 'C’est parti.',
    'not-yours': 'Cette demande n’est pas à vous pour le moment. Rien n’a été envoyé.',
    'window-closed':
      'Rien n’a été envoyé : on ne peut pas écrire à ce parent pour le moment. Cela ira dès qu’il aura de nouveau écrit.',
    'reply-only':
      'Rien n’a été envoyé : ce parent ne veut que des réponses, tout de suite après son message. Cela ira dès qu’il aura de nouveau écrit.',
    empty: 'Le message est vide. Rien n’a été envoyé.',
    'too-long': 'C’est trop long : 4000 caractères au plus. Rien n’a été envoyé.',
  },
  parentWrote: (territory, request) =>
    `Le parent écrit (${territory === null ? '' : `${territory}, `}demande ${request}) :`,
  media: '(un message vocal, une photo ou autre chose : à voir dans Papote)',
  goesOn: '(la suite est dans Papote)',
  numberCode: (code) => `Papote: votre code est ${code}. Il vaut 30 minutes.`,
  smsGoesNowhere: (link) => `Papote: personne ne lit ce SMS. Répondez au parent ici: ${link}`,
  smsStopped: (link) => `Papote: plus d'alertes par SMS. Pour en recevoir autrement: ${link}`,
};

const nl: StaffTexts = {
  linked:
    'Deze chat is gekoppeld aan uw account bij Papote. Nieuwe aanvragen komen hier aan.\nOm de ouder te antwoorden, antwoordt u op het bericht van de aanvraag. /hulp zegt alles, /stop ontkoppelt deze chat.',
  code: {
    used: 'Deze code is al gebruikt. Maak een nieuwe in Papote, bij Mijn account.',
    expired: 'Deze code is niet meer geldig. Maak een nieuwe in Papote, bij Mijn account.',
  },
  switchedOff: 'Uw account bij Papote is uitgeschakeld. Deze chat is niet meer gekoppeld en er is niets verstuurd.',
  unlinked: 'Deze chat is niet meer gekoppeld aan uw account bij Papote: aanvragen komen hier niet meer aan.',
  help: 'Antwoord op het bericht van een aanvraag: uw tekst gaat naar de ouder, en de aanvraag is van u.\nAls antwoord op datzelfde bericht: /nemen neemt de aanvraag, /teruggeven zet ze terug in de rij, /sluiten rondt ze af.\n/stop ontkoppelt deze chat van uw account.',
  unknownCommand: 'Dit commando ken ik niet, er is niets verstuurd. /hulp zegt wat kan.',
  onlyText: 'Van hieruit kan alleen tekst vertrekken. Er is niets verstuurd.',
  whichRequest: (consoleUrl) =>
    `Er is niets verstuurd: ik weet niet voor wie dit bericht is. Antwoord op het bericht van de aanvraag, of open Papote: ${consoleUrl}`,
  notThere: (consoleUrl) =>
    `Er is niets verstuurd: dit bericht hoort bij geen aanvraag die voor u openstaat. Open Papote: ${consoleUrl}`,
  closedAlready: 'Deze aanvraag is gesloten. Er is niets verstuurd.',
  takenBy: (name) => `${name} heeft deze aanvraag. Er is niets verstuurd.`,
  done: {
    take: 'De aanvraag is van u. Antwoord op datzelfde bericht om de ouder te schrijven.',
    'give-back': 'De aanvraag staat weer in de rij.',
    close: 'De aanvraag is gesloten.',
  },
  notYours: 'Deze aanvraag is op dit moment niet van u. Er is niets veranderd.',
  reply: {
    sent: 'Verstuurd.',
    again: 'Verstuurd.',
    'not-yours': 'Deze aanvraag is op dit moment niet van u. Er is niets verstuurd.',
    'window-closed':
      'Er is niets verstuurd: naar deze ouder kan op dit moment niet geschreven worden. Het kan zodra de ouder weer schrijft.',
    'reply-only':
      'Er is niets verstuurd: deze ouder wil alleen antwoorden, meteen na een eigen bericht. Het kan zodra de ouder weer schrijft.',
    empty: 'Het bericht is leeg. Er is niets verstuurd.',
    'too-long': 'Dit is te lang: hoogstens 4000 tekens. Er is niets verstuurd.',
  },
  parentWrote: (territory, request) =>
    `De ouder schrijft (${territory === null ? '' : `${territory}, `}aanvraag ${request}):`,
  media: '(een spraakbericht, een foto of iets anders: te zien in Papote)',
  goesOn: '(het vervolg staat in Papote)',
  numberCode: (code) => `Papote: uw code is ${code}. Hij geldt 30 minuten.`,
  smsGoesNowhere: (link) => `Papote: niemand leest deze sms. Antwoord de ouder hier: ${link}`,
  smsStopped: (link) => `Papote: geen meldingen meer per sms. Ze anders krijgen: ${link}`,
};

export const STAFF_TEXTS: Readonly<Record<'fr' | 'nl', StaffTexts>> = { fr, nl };
