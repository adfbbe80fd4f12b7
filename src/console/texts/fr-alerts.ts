import type { Texts } from './texts.ts';

/** Words of the page where somebody chooses how they hear of a new request. */
export const frAlerts = {
  language: 'fr' as Texts['language'],
  title: 'Alertes',
  open: 'Choisir comment je reçois les alertes',
  back: 'Mon compte',
  intro:
    'Une alerte dit qu’une demande vous attend, où, et si elle est urgente. Elle ne montre jamais les mots du parent : elle peut s’afficher sur un téléphone verrouillé.',
  way: 'Recevoir mes alertes par',
  ways: { mail: 'E-mail', telegram: 'Telegram', sms: 'SMS' } as Readonly<Record<'mail' | 'telegram' | 'sms', string>>,
  none: 'Vous ne recevez encore aucune alerte. Mettez un moyen en place ci-dessous.',
  noWay: 'Ce serveur n’envoie pas d’alertes. Les demandes se voient dans la console.',
  fallback: 'Si une alerte ne peut pas arriver par Telegram ou par SMS, vous la recevez par e-mail.',
  save: 'Enregistrer',
  telegram: {
    title: 'Telegram',
    help: 'Liez votre chat Telegram à votre compte : vous y recevez les alertes et vous pouvez y répondre au parent.',
    makeCode: 'Créer un code',
    makeAnother: 'Créer un autre code',
    code: 'Votre code :',
    codeHelp: 'Il est valable 30 minutes et ne sert qu’une fois. Il n’est montré qu’ici et maintenant.',
    link: 'Ouvrir Telegram et lier mon chat',
    byHand: 'Écrivez ce code au bot de Papote, dans un chat avec lui seul.',
    linked: 'Un chat est lié à votre compte.',
    answering:
      'Pour répondre au parent, répondez au message de la demande dans Telegram. Écrivez /aide au bot pour voir tout ce qui est possible.',
    unlink: 'Délier le chat',
    relays: 'Recevoir dans Telegram ce que le parent écrit, dans les demandes que j’ai prises',
    relaysHelp:
      'Ses mots peuvent alors s’afficher sur votre téléphone verrouillé, et ils passent par Telegram. Ne cochez pas si quelqu’un d’autre peut voir votre téléphone.',
  },
  sms: {
    title: 'SMS',
    number: 'Numéro de téléphone mobile',
    numberHelp:
      'De Belgique ou d’un pays voisin, par exemple 0475 12 34 56. Il est gardé chiffré et personne ne le voit.',
    sendCode: 'M’envoyer un code',
    waiting: (number: string) => `Un code est en route vers ${number}. Il est valable 30 minutes.`,
    code: 'Code à 6 chiffres reçu par SMS',
    confirm: 'Confirmer',
    confirmed: (number: string) => `Numéro confirmé : ${number}`,
    remove: 'Retirer le numéro',
    badNumber: 'Ce n’est pas un numéro mobile de Belgique, de France, du Luxembourg, des Pays-Bas ou d’Allemagne.',
    notSent: 'Le SMS n’a pas pu partir. Vérifiez le numéro et réessayez.',
    wrong: 'Ce code n’est pas correct.',
    over: 'Ce code n’est plus valable. Demandez-en un nouveau.',
    stopped: {
      mail: 'Vous avez répondu STOP à une alerte : plus rien ne vous arrive par SMS. Vous recevez vos alertes par e-mail. Pour les recevoir de nouveau par SMS, confirmez encore une fois votre numéro.',
      none: 'Vous avez répondu STOP à une alerte : plus rien ne vous arrive par SMS. Choisissez un autre moyen, ou confirmez encore une fois votre numéro.',
    },
  },
  notChosen: 'Mettez d’abord ce moyen en place, puis choisissez-le.',
  done: {
    way: 'C’est enregistré.',
    unlinked: 'Le chat est délié.',
    relays: 'C’est enregistré.',
    'sms-code': 'Un code vous a été envoyé par SMS. Écrivez-le ci-dessous.',
    sms: 'Le numéro est confirmé. Vous recevez vos alertes par SMS.',
    'sms-removed': 'Le numéro est retiré.',
  } as Readonly<Record<string, string>>,
};

export type AlertTexts = typeof frAlerts;
