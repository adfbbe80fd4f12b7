import type { Template, TemplatePurpose } from '../../outbox/templates.ts';
import type { Texts } from './texts.ts';

const PURPOSES: Readonly<Record<TemplatePurpose, { readonly title: string; readonly help: string }>> = {
  'answer-waiting': {
    title: 'Une réponse attend',
    help: 'Envoyée quand une personne du réseau répond plus de 24 heures après le dernier message du parent.',
  },
  'weekly-agenda': {
    title: 'L’agenda de la semaine',
    help: 'Envoyée aux parents qui ont demandé l’agenda et qui n’ont pas écrit depuis 24 heures.',
  },
  news: {
    title: 'Une information',
    help: 'Envoyée aux mêmes parents, pour une information spéciale, ou une activité changée ou annulée. Sans ce modèle, celui de l’agenda sert aux changements ; une information spéciale ne part pas à ces parents.',
  },
};

const STATES: Readonly<Record<Template['state'], string>> = {
  unchecked: 'pas encore vérifié',
  approved: 'approuvé : peut partir',
  pending: 'WhatsApp l’examine encore',
  rejected: 'refusé par WhatsApp : changez le texte chez Twilio et soumettez-le de nouveau',
  paused: 'mis en pause par WhatsApp : trop de personnes n’en ont pas voulu',
  unsubmitted: 'pas encore soumis à WhatsApp : faites-le chez Twilio',
  missing: 'Twilio ne connaît pas ce numéro : vérifiez-le',
  unknown: 'dans un état que nous ne connaissons pas : regardez chez Twilio',
};

/** Words of the page of WhatsApp's templates. */
export const frTemplates = {
  language: 'fr' as Texts['language'],
  locale: 'fr-BE',
  title: 'Modèles WhatsApp',
  intro:
    'Après 24 heures sans message d’un parent, WhatsApp ne laisse partir qu’un texte approuvé d’avance. Créez chez Twilio un modèle par langue avec le texte proposé ici et un bouton, soumettez-le à WhatsApp, puis écrivez son numéro (Content SID) ici. Sans modèle dans sa langue, un parent reçoit celui en français.',
  button: (label: string, id: string) => `Bouton : « ${label} », avec l’identifiant ${id}.`,
  purposes: PURPOSES,
  list: (title: string) => `Modèles : ${title}`,
  languageColumn: 'Langue',
  text: 'Texte proposé',
  sid: 'Content SID',
  sidOf: (language: string) => `Content SID en ${language}`,
  state: 'État',
  none: 'aucun',
  checked: (when: string) => `vérifié ${when}`,
  states: STATES,
  save: 'Enregistrer',
  check: 'Vérifier chez Twilio',
  checkHelp: 'Papote vérifie aussi de lui-même, chaque heure.',
  wrongSid: (languages: string) =>
    `Rien n’est enregistré. Un Content SID commence par HX, suivi de 32 chiffres ou lettres de a à f. Pas en ordre : ${languages}.`,
  done: {
    saved: 'Les modèles sont enregistrés. Vérifiez-les maintenant.',
    checked: 'Les modèles sont vérifiés.',
    'not-checked': 'Twilio n’a pas répondu pour tous les modèles, ou WhatsApp n’est pas branché. Essayez plus tard.',
  } as Readonly<Record<string, string>>,
};

export type TemplateTexts = typeof frTemplates;
