import type { AlertTexts } from './fr-alerts.ts';

export const nlAlerts: AlertTexts = {
  language: 'nl',
  title: 'Meldingen',
  open: 'Kiezen hoe ik meldingen krijg',
  back: 'Mijn account',
  intro:
    'Een melding zegt dat er een aanvraag op u wacht, waar en of het dringend is. Ze toont nooit de woorden van de ouder: ze kan op een vergrendelde telefoon verschijnen.',
  way: 'Mijn meldingen krijgen via',
  ways: { mail: 'E-mail', telegram: 'Telegram', sms: 'Sms' },
  none: 'U krijgt nog geen meldingen. Stel hieronder iets in.',
  noWay: 'Deze server verstuurt geen meldingen. De aanvragen staan in de console.',
  fallback: 'Kan een melding niet aankomen via Telegram of sms, dan komt ze per e-mail.',
  save: 'Opslaan',
  telegram: {
    title: 'Telegram',
    help: 'Koppel uw Telegram-chat aan uw account: de meldingen komen daar aan, en u kunt er de ouder antwoorden.',
    makeCode: 'Een code maken',
    makeAnother: 'Een andere code maken',
    code: 'Uw code:',
    codeHelp: 'Hij geldt 30 minuten en kan één keer gebruikt worden. Hij wordt alleen hier en nu getoond.',
    link: 'Telegram openen en mijn chat koppelen',
    byHand: 'Schrijf deze code naar de bot van Papote, in een chat met hem alleen.',
    linked: 'Er is een chat aan uw account gekoppeld.',
    answering:
      'Om de ouder te antwoorden, antwoordt u in Telegram op het bericht van de aanvraag. Schrijf /hulp naar de bot om alles te zien wat kan.',
    unlink: 'De chat ontkoppelen',
    relays: 'In Telegram krijgen wat de ouder schrijft, in de aanvragen die ik genomen heb',
    relaysHelp:
      'De woorden van de ouder kunnen dan op uw vergrendelde telefoon verschijnen, en ze gaan via Telegram. Vink dit niet aan als iemand anders uw telefoon kan zien.',
  },
  sms: {
    title: 'Sms',
    number: 'Mobiel telefoonnummer',
    numberHelp:
      'Van België of een buurland, bijvoorbeeld 0475 12 34 56. Het wordt versleuteld bewaard en niemand ziet het.',
    sendCode: 'Stuur mij een code',
    waiting: (number: string) => `Er is een code onderweg naar ${number}. Hij geldt 30 minuten.`,
    code: 'Code van 6 cijfers uit de sms',
    confirm: 'Bevestigen',
    confirmed: (number: string) => `Bevestigd nummer: ${number}`,
    remove: 'Het nummer verwijderen',
    badNumber: 'Dit is geen mobiel nummer van België, Frankrijk, Luxemburg, Nederland of Duitsland.',
    notSent: 'De sms kon niet vertrekken. Kijk het nummer na en probeer opnieuw.',
    wrong: 'Deze code is niet juist.',
    over: 'Deze code is niet meer geldig. Vraag een nieuwe.',
    stopped: {
      mail: 'U hebt STOP geantwoord op een melding: er komt niets meer per sms. Uw meldingen komen per e-mail. Wilt u ze weer per sms krijgen, bevestig dan uw nummer opnieuw.',
      none: 'U hebt STOP geantwoord op een melding: er komt niets meer per sms. Kies een andere manier, of bevestig uw nummer opnieuw.',
    },
  },
  notChosen: 'Stel dit eerst in en kies het daarna.',
  done: {
    way: 'Opgeslagen.',
    unlinked: 'De chat is ontkoppeld.',
    relays: 'Opgeslagen.',
    'sms-code': 'Er is een code per sms naar u gestuurd. Schrijf hem hieronder.',
    sms: 'Het nummer is bevestigd. Uw meldingen komen per sms.',
    'sms-removed': 'Het nummer is verwijderd.',
  },
};
