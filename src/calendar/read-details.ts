import type { Activity, Audience, Children, Kind } from './activity.ts';

/** What people write of an activity besides when and where. All texts come folded (see `fold.ts`); all functions are pure. */

const FREE = /\bgratuite?s?\b|\bgratis\b|\bkosteloos\b|\bfree\b|^0+([.,]0+)?\s*(€|eur\w*)?$|\bsans frais\b/;
const AMOUNT = /(?:€\s*)?(\d{1,4})(?:\s*(?:[.,]|€(?=\d))\s*(\d{1,2}))?(?!\d)\s*(?:€|eur\w*)?/;
const NOTHING = /^[-/.?\s]*$/;
const UNSAID = /\b(libre|conscient|au chapeau|a prix|vrije bijdrage|a confirmer|selon)\b/;

/** Euro cents for one person; null when nothing is said, or nothing that is a price (`unread`). */
export function readPrice(folded: string): { readonly cents: number | null; readonly unread: boolean } {
  if (NOTHING.test(folded)) return { cents: null, unread: false };
  const [, euro, cent = ''] = AMOUNT.exec(folded) ?? [];
  if (euro !== undefined && Number(euro) > 0) {
    // "gratuit pour les enfants, 5 € pour les adultes": who pays has to know.
    return { cents: Number(euro) * 100 + Number(cent.padEnd(2, '0')), unread: false };
  }
  if (FREE.test(folded)) return { cents: 0, unread: false };
  return { cents: null, unread: !UNSAID.test(folded) };
}

const YES = /^(oui|ja|x|v|ok|1|vrai|true|✓|✔|☑|o)$/;
const NO = /^(non|nee|0|faux|false|geen|n)$/;

export function isYes(folded: string): boolean {
  return YES.test(folded);
}

export function isNo(folded: string): boolean {
  return NO.test(folded) || folded === '-' || /^(pas|sans|geen)\b/.test(folded);
}

const CARE =
  /\bgarderie\b|\baccueil (des |d')?enfants\b|\bgarde (des |d')?enfants\b|\bbaby-?sit\w*|\bkinderopvang\b|\bopvang\b|\benfants? (sont |est )?garde/;
const WELCOME =
  /\benfants? (sont )?(bienvenu|admis|accepte)|\bavec (vos|les|leurs|tes) enfants\b|\bkinderen (zijn )?welkom\b|\ben famille\b|\bbienvenue aux enfants\b/;
const NO_CHILDREN = /\bsans (les )?enfants\b|\bpas (de|d')\s?(garderie|enfants|accueil)\b|\bzonder kinderen\b/;

/** What becomes of the children, from what is written anywhere in the row. */
export function readChildren(folded: string): Children | null {
  if (NO_CHILDREN.test(folded)) return 'none';
  if (CARE.test(folded)) return 'care';
  return WELCOME.test(folded) ? 'welcome' : null;
}

const AUDIENCE_WORDS: readonly (readonly [Audience, RegExp])[] = [
  [
    'parents-and-children',
    /\bparents?[ -]*(\/|-|et|&|\+|en)?[ -]*(enfants?|bebes?|ados?)\b|\bfamilles?\b(?! mono)|\bouders? (en|&) kind|\bduo\b|\bgezin/,
  ],
  ['mothers', /\bmamans?\b|\bmeres?\b|\bfemmes?\b|\bmoeders?\b|\bmama'?s\b|\bvrouwen\b/],
  ['fathers', /\bpapas?\b|\bperes?\b|\bvaders?\b|\bpapa's\b/],
  ['teenagers', /\bados?\b|\badolescente?s?\b|\bjeunes\b|\btieners?\b|\bjongeren\b/],
  ['parents', /\bparents?\b|\bfamilles? mono|\bsolos?\b|\bouders?\b|\balleenstaande\b/],
  ['children', /\benfants?\b|\bkids\b|\bkinderen\b|\bbebes?\b|\btout-petits\b/],
  ['everyone', /\btou(s|te)s?\b|\btout public\b|\biedereen\b|\bouvert a\b/],
];

/** Whom it is for; undefined when nothing is said. */
export function readAudience(folded: string): Audience | undefined {
  // "mamans et papas" are parents.
  const [mothers, fathers] = (['mothers', 'fathers'] as const).map((one) =>
    AUDIENCE_WORDS.some(([audience, words]) => audience === one && words.test(folded)),
  );
  if (mothers && fathers) return 'parents';
  return AUDIENCE_WORDS.find(([, words]) => words.test(folded))?.[0];
}

/** Years, both included: "6-12 ans", "dès 3 ans", "moins de 3 ans". */
export function readAges(folded: string): Activity['ages'] {
  const between = /\b(\d{1,2})\s*(?:-|a|et|tot|\/)\s*(\d{1,2})\s*(?:ans|jaar)\b/.exec(folded);
  if (between !== null) return { from: Number(between[1]), to: Number(between[2]) };
  const from = /(?:des|a partir de|vanaf|\+ ?de|plus de|\+)\s*(?:l'age de )?(\d{1,2})\s*(?:ans|jaar)\b/.exec(folded);
  if (from !== null) return { from: Number(from[1]), to: null };
  const to = /(?:moins de|jusqu'?a|tot|max\w*\.?|- de)\s*(\d{1,2})\s*(?:ans|jaar)\b/.exec(folded);
  if (to !== null) return { from: null, to: Number(to[1]) };
  const open = /\b(\d{1,2})\s*(?:ans|jaar)?\s*(?:\+|et \+|et plus)/.exec(folded);
  return { from: open === null ? null : Number(open[1]), to: null };
}

const NOT_REGISTERED =
  /\bsans (inscription|reservation|rdv|rendez-vous)|\bpas d'?\s?(inscription|reservation)|\b(entree|acces|participation) libre\b|\bzonder (inschrijving|afspraak)|\bgeen inschrijving|^libre$|\binscription non\b/;
const WISHED = /\bsouhaitee?\b|\bconseillee?\b|\brecommandee?\b|\bde preference\b|\bgewenst\b|\baanbevolen\b/;
const REQUIRED = /\binscri|\breserv|\bobligatoire|\brdv\b|\brendez-vous\b|\bverplicht|\binschrij|\baanmeld/;

/** Whether one registers: `said` is a column of registration, `elsewhere` what else is written. */
export function readRegistration(said: string, elsewhere: string): Activity['registration']['is'] {
  const all = `${said} ${elsewhere}`;
  if (NOT_REGISTERED.test(all) || isNo(said)) return 'none';
  if (WISHED.test(all)) return 'wished';
  return REQUIRED.test(all) || (said !== '' && !NOTHING.test(said)) ? 'required' : 'none';
}

/** How many can come: "max 12 personnes", "12 places". */
export function readPlaces(folded: string): number | null {
  const [, before, after] =
    /\b(\d{1,3})\s*(?:places|pers|participants|plaatsen|deelnemers)|\bmax\w*\.?\s*:?\s*(\d{1,3})\b(?!\s*(?:ans|jaar))/.exec(
      folded,
    ) ?? [];
  const found = before ?? after;
  return found === undefined || Number(found) === 0 ? null : Number(found);
}

/** The day until which one registers, as it is written: "avant le 12/05", "pour le 12 mai". */
export function registrationDay(folded: string): string | undefined {
  return /\b(?:avant|jusqu'?\s?au|pour|tot|voor|au plus tard)\s+(?:le\s+)?((?:\w+\s+)?\d{1,2}(?:er)?(?:[/.-]\d{1,2}(?:[/.-]\d{2,4})?|\s+[a-z]+\.?(?:\s+20\d\d)?))/.exec(
    folded,
  )?.[1];
}

/** Telephone numbers, addresses of mail and pages in a text, as written. */
export function readContacts(text: string): readonly string[] {
  const found = text.match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?:\/\/\S+|www\.\S+|(?:\+|\b0)\d[\d\s./-]{6,14}\d/g) ?? [];
  return [...new Set(found.map((one) => one.trim()))].filter((one) => !/^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}$/.test(one));
}

const KIND_WORDS: readonly (readonly [Kind, RegExp])[] = [
  ['cafe-papote', /\bcafe[s -]*papote|\bpapote\b/],
  [
    'discussion-group',
    /\bgroupes? de (parole|discussion|soutien|partage)|\btables? de (discussion|parole)|\bcercles? de|\bespaces? de parole|\bpraatgroep|\bpraatcafe|\bcafe\b|\bpapot|\brencontre\w*/,
  ],
  ['legal-helpline', /\bjuridi|\bavocat|\bdroit de la famille|\bjurist|\bpermanences? (droit|juri)|\badvocaat/],
  ['holidays', /\bstages?\b|\bvacances\b|\bplaine\b|\bvakantie|\bkamp\b|\bsejour/],
  [
    'outing',
    /\bsorties?\b|\bexcursions?\b|\bvisites?\b|\bbalades?\b|\bpromenades?\b|\brandonnee|\buitstap|\bwandeling|\bparc\b|\bzoo\b|\bmer\b/,
  ],
  [
    'sport',
    /\bsports?\b|\byoga\b|\bgym\w*|\bnatation\b|\bpiscine\b|\bfoot\w*|\bdanse?\b|\bzumba\b|\bmarche\b|\bfitness\b|\bself-?defense\b|\bzwem/,
  ],
  [
    'culture',
    /\bspectacles?\b|\btheatre\b|\bcinema\b|\bfilm\b|\bcine\b|\bmusee\b|\bconcert\b|\blecture\b|\bcontes?\b|\bbiblio|\bexpo\w*/,
  ],
  [
    'meal',
    /\brepas\b|\bsouper\b|\bdiner\b|\bpetit-?dejeuner\b|\bbrunch\b|\bauberge espagnole\b|\bpique-?nique\b|\bgouter\b|\bbarbecue\b|\bontbijt\b|\bmaaltijd/,
  ],
  ['parent-child', /\bparents?[ -]*(\/|-|et|&)?[ -]*enfants?\b|\bbebe|\bmassage\b|\bouder-?kind|\beveil\b|\bpsychomot/],
  ['information', /\binfos?\b|\binformation|\bseance\b|\bconference\b|\bpermanence|\binfosessie|\bsalon\b/],
  ['training', /\bformation|\bcours\b|\bopleiding|\bcursus|\binitiation/],
  ['workshop', /\bateliers?\b|\bworkshops?\b|\bcuisine\b|\bcouture\b|\bcreatif|\bbricolage\b|\bdiy\b/],
];

/** What it is, from a column of kinds or from the words of the title. */
export function readKind(column: string, title: string): Kind {
  for (const text of [column, title]) {
    const found = KIND_WORDS.find(([, words]) => words.test(text));
    if (found !== undefined) return found[0];
  }
  return 'other';
}

const CANCELLED =
  /\bannule(e|es|s)?\b|\bannulation\b|\bsupprime(e|es|s)?\b|\bgeannuleerd\b|\bafgelast\b|\bcancelled\b|\breporte(e|es|s)?\b|\buitgesteld\b/;
const CANCELLED_TITLE =
  /[[(*!\s]*(?<!\p{L})(annul[ée]e?s?|annulation|supprim[ée]e?s?|geannuleerd|afgelast|cancelled|report[ée]e?s?|uitgesteld)(?!\p{L})[\])*!\s]*[:–-]*\s*/giu;

export function isCancelled(folded: string): boolean {
  return CANCELLED.test(folded);
}

/** The title without "ANNULÉ", so that it is recognised. */
export function withoutCancelled(title: string): string {
  const rest = title
    .normalize('NFC')
    .replace(CANCELLED_TITLE, ' ')
    .replace(/\s+/g, ' ')
    .replace(/[\s:–-]+$/u, '')
    .trim();
  return rest === '' ? title : rest;
}

/** "réservé aux mamans", "adresse communiquée à l'inscription": a place that no public page may show. */
export function isHidden(folded: string): boolean {
  return /\badresse (est )?(communique|donne|transmise|confidentielle|secrete|sur inscription)|\blieu (confidentiel|tenu secret|communique)|\badres (wordt )?(meegedeeld|geheim)/.test(
    folded,
  );
}
