import type { TemplateTexts } from './fr-templates.ts';

export const nlTemplates: TemplateTexts = {
  language: 'nl',
  locale: 'nl-BE',
  title: 'WhatsApp-sjablonen',
  intro:
    'Na 24 uur zonder bericht van een ouder laat WhatsApp alleen een tekst vertrekken die vooraf is goedgekeurd. Maak bij Twilio voor elke taal een sjabloon met de tekst die hier staat en een knop, leg het voor aan WhatsApp en schrijf dan hier het nummer (Content SID). Zonder sjabloon in hun taal krijgt een ouder het Franse.',
  button: (label, id) => `Knop: "${label}", met de naam ${id}.`,
  purposes: {
    'answer-waiting': {
      title: 'Er wacht een antwoord',
      help: 'Verstuurd wanneer iemand van het netwerk antwoordt meer dan 24 uur na het laatste bericht van de ouder.',
    },
    'weekly-agenda': {
      title: 'De agenda van de week',
      help: 'Verstuurd aan ouders die de agenda vroegen en al 24 uur niet schreven.',
    },
    news: {
      title: 'Nieuws',
      help: 'Verstuurd aan dezelfde ouders, voor een bijzonder bericht, of een veranderde of afgelaste activiteit. Zonder dit sjabloon dient dat van de agenda voor veranderingen; een bijzonder bericht vertrekt dan niet naar deze ouders.',
    },
  },
  list: (title) => `Sjablonen: ${title}`,
  languageColumn: 'Taal',
  text: 'Voorgestelde tekst',
  sid: 'Content SID',
  sidOf: (language) => `Content SID in het ${language}`,
  state: 'Toestand',
  none: 'geen',
  checked: (when) => `nagekeken ${when}`,
  states: {
    unchecked: 'nog niet nagekeken',
    approved: 'goedgekeurd: kan vertrekken',
    pending: 'WhatsApp bekijkt het nog',
    rejected: 'geweigerd door WhatsApp: verander de tekst bij Twilio en leg hem opnieuw voor',
    paused: 'op pauze gezet door WhatsApp: te veel mensen wilden het niet',
    unsubmitted: 'nog niet voorgelegd aan WhatsApp: doe dat bij Twilio',
    missing: 'Twilio kent dit nummer niet: kijk het na',
    unknown: 'in een toestand die we niet kennen: kijk bij Twilio',
  },
  save: 'Bewaren',
  check: 'Nakijken bij Twilio',
  checkHelp: 'Papote kijkt het ook zelf na, elk uur.',
  wrongSid: (languages) =>
    `Niets is bewaard. Een Content SID begint met HX, gevolgd door 32 cijfers of letters van a tot f. Niet in orde: ${languages}.`,
  done: {
    saved: 'De sjablonen zijn bewaard. Kijk ze nu na.',
    checked: 'De sjablonen zijn nagekeken.',
    'not-checked': 'Twilio antwoordde niet voor alle sjablonen, of WhatsApp is niet aangesloten. Probeer later.',
  },
};
