import type { AuditAction } from '../../handover/audit.ts';
import type { Texts } from './texts.ts';

const ACTIONS: Readonly<Record<AuditAction, string>> = {
  read: 'A lu la conversation',
  'opened-media': 'A ouvert un fichier du parent',
  'asked-to-call': 'A demandé la permission d’appeler',
  'revealed-number': 'A vu le numéro, avec l’accord du parent',
  took: 'A pris la demande',
  answered: 'A répondu',
  noted: 'A écrit une note',
  'gave-back': 'A rendu la demande',
  transferred: 'A confié la demande',
  closed: 'A clôturé la conversation',
  'signed-in': 'S’est connecté·e',
  'sign-in-failed': 'N’a pas pu se connecter',
  invited: 'A créé un lien d’invitation',
  'changed-member': 'A modifié un compte',
  'agreed-broadcast': 'A donné son accord à un envoi',
  'released-broadcast': 'A validé un envoi',
  'paused-broadcast': 'A mis un envoi en pause',
  'resumed-broadcast': 'A fait continuer un envoi',
  'stopped-broadcast': 'A arrêté un envoi',
  'discarded-broadcast': 'A écarté un envoi',
  'set-weekly-hour': 'A changé l’heure de l’agenda de la semaine',
};

const WHAT: Readonly<Record<string, string>> = {
  added: 'ajouté',
  profile: 'nom, rôle ou territoires',
  hours: 'heures de travail',
  absences: 'absences',
  deactivated: 'désactivé',
  activated: 'réactivé',
  password: 'mot de passe',
  'second-factor': 'code sur le téléphone mis en place',
  'second-factor-removed': 'code sur le téléphone retiré',
  code: 'code',
};

/** Words of the page that tells who did what. */
export const frAudit = {
  language: 'fr' as Texts['language'],
  locale: 'fr-BE',
  title: 'Qui a fait quoi',
  intro:
    'Ce que les personnes du réseau ont fait, gardé un an. Rien ne peut y être modifié, ni effacé avant. On n’y trouve aucune donnée sur les parents.',
  filter: 'Choisir',
  member: 'Personne',
  anybody: 'Tout le monde',
  action: 'Quoi',
  anything: 'Tout',
  day: 'Jour',
  request: 'Numéro de la demande',
  show: 'Montrer',
  all: 'Tout montrer',
  list: 'Du plus récent au plus ancien',
  when: 'Quand',
  detail: 'Détail',
  requestColumn: 'Demande ou envoi',
  broadcast: 'Envoi',
  open: (id: string) => `Demande ${id}`,
  unknown: 'Compte inconnu',
  empty: 'Rien ne correspond à ce choix. Changez la personne, le jour ou le reste, ou montrez tout.',
  older: 'Plus ancien',
  actions: ACTIONS,
  what: WHAT,
  to: (name: string) => `à ${name}`,
};

export type AuditTexts = typeof frAudit;
