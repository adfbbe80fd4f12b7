import { normalise } from '../understanding/normalise.ts';

/** What a column can hold, with the headers under which people write it (compared without accents, case and signs). */
const HEADERS = {
  date: [
    'date',
    'dates',
    'jour',
    'jours',
    'quand',
    'date et heure',
    'dates et heures',
    'date heure',
    'date de l activite',
    'jour et heure',
    'date debut',
    'date de debut',
    'le',
    'datum',
    'data',
    'dag',
    'wanneer',
    'datum en uur',
    'moment',
    'mois',
    'annee',
    'maand',
    'jaar',
  ],
  weekday: ['jour de la semaine', 'jour semaine', 'js', 'weekdag', 'j'],
  hours: [
    'horaire',
    'horaires',
    'heure',
    'heures',
    'heure s',
    'plage horaire',
    'uur',
    'uren',
    'tijd',
    'tijdstip',
    'a quelle heure',
    'h',
  ],
  start: [
    'heure debut',
    'heure de debut',
    'debut',
    'de',
    'heure d arrivee',
    'commence',
    'beginuur',
    'start',
    'startuur',
    'begin',
    'van',
    'hd',
  ],
  end: ['heure fin', 'heure de fin', 'fin', 'a', 'jusque', 'jusqu a', 'einduur', 'einde', 'tot', 'stop', 'hf'],
  title: [
    'activite',
    'activites',
    'titre',
    'intitule',
    'nom',
    'nom de l activite',
    'intitule de l activite',
    'titre de l activite',
    'quoi',
    'animation',
    'evenement',
    'theme',
    'sujet',
    'activiteit',
    'titel',
    'wat',
    'naam',
    'objet',
    'denomination',
    'rendez vous',
  ],
  description: [
    'description',
    'descriptif',
    'details',
    'detail',
    'contenu',
    'remarque',
    'remarques',
    'commentaire',
    'commentaires',
    'infos',
    'info',
    'informations',
    'infos pratiques',
    'beschrijving',
    'omschrijving',
    'opmerkingen',
    'opmerking',
    'programme',
    'divers',
    'precisions',
    'info complementaire',
    'en bref',
  ],
  kind: ['type', 'type d activite', 'genre', 'categorie', 'nature', 'soort', 'type activite', 'categorie d activite'],
  audience: [
    'public',
    'public cible',
    'pour qui',
    'pour qui ?',
    'publics',
    'participants',
    'doelgroep',
    'voor wie',
    'publiek',
    'cible',
    'beneficiaires',
  ],
  ages: ['age', 'ages', 'tranche d age', 'leeftijd'],
  place: [
    'lieu',
    'lieux',
    'ou',
    'endroit',
    'salle',
    'local',
    'plaats',
    'waar',
    'locatie',
    'lieu de l activite',
    'lieu de rendez vous',
    'zaal',
    'rdv',
  ],
  address: ['adresse', 'rue', 'adresse complete', 'adres', 'straat', 'adresse du lieu', 'rue et numero'],
  postcode: ['cp', 'code postal', 'postcode', 'c p'],
  town: [
    'commune',
    'ville',
    'localite',
    'village',
    'gemeente',
    'stad',
    'entite',
    'town',
    'cp et commune',
    'cp commune',
    'code postal et commune',
  ],
  territory: [
    'territoire',
    'point relais',
    'relais',
    'zone',
    'region',
    'antenne',
    'regio',
    'tpr',
    'territorium',
    'secteur',
  ],
  price: [
    'prix',
    'paf',
    'tarif',
    'tarifs',
    'cout',
    'participation',
    'participation aux frais',
    'p a f',
    'prijs',
    'kostprijs',
    'kosten',
    'prix par personne',
    'montant',
    'frais',
  ],
  free: ['gratuit', 'gratuite', 'gratuite ?', 'gratis', 'activite gratuite'],
  children: [
    'garderie',
    'accueil des enfants',
    'accueil enfants',
    'enfants',
    'garde d enfants',
    'enfants bienvenus',
    'baby sitting',
    'kinderopvang',
    'kinderen',
    'kinderen welkom',
    'accueil enfant',
    'garde',
    'opvang',
  ],
  registration: [
    'inscription',
    'inscriptions',
    'reservation',
    'reservations',
    'inscription obligatoire',
    'inscription reservation',
    'comment s inscrire',
    'inschrijving',
    'inschrijven',
    'reserveren',
    'sur inscription',
    'inscription oui non',
    'inscription et contact',
  ],
  contact: [
    'contact',
    'contacts',
    'personne de contact',
    'telephone',
    'tel',
    'gsm',
    'mail',
    'email',
    'e mail',
    'courriel',
    'contactpersoon',
    'telefoon',
    'contact tel',
    'coordonnees',
    'tpr de contact',
    'numero',
  ],
  until: [
    'date limite',
    'inscription avant',
    'inscription avant le',
    'date limite d inscription',
    'inschrijven voor',
    'limite',
    'inscription jusqu au',
  ],
  places: [
    'nombre de places',
    'places',
    'nb places',
    'nbre de places',
    'max',
    'maximum',
    'capacite',
    'plaatsen',
    'aantal plaatsen',
    'places disponibles',
    'nbre max',
  ],
  accessibility: ['accessibilite', 'pmr', 'acces pmr', 'acces', 'toegankelijkheid', 'mobilite', 'accessible pmr'],
  organiser: [
    'organisateur',
    'organisateurs',
    'organise par',
    'qui',
    'partenaire',
    'partenaires',
    'organisation',
    'organisator',
    'wie',
    'animateur',
    'animatrice',
    'anime par',
    'asbl',
  ],
  state: ['etat', 'statut', 'status', 'staat'],
  cancelled: ['annule', 'annulee', 'annulation', 'geannuleerd'],
  visibility: ['visibilite', 'reserve aux mamans', 'mamans uniquement', 'confidentiel', 'lieu confidentiel'],
} as const satisfies Record<string, readonly string[]>;

export type Field = keyof typeof HEADERS;
export const FIELDS = Object.keys(HEADERS) as readonly Field[];
/** What stands in the cells of a row, by field; empty where there is no such column. */
export type Cells = Readonly<Record<Field, string>>;

/** The cells of a row in which nothing stands. */
export function noCells(): Record<Field, string> {
  return Object.fromEntries(FIELDS.map((field) => [field, ''])) as Record<Field, string>;
}

/** Which field each column holds, by its index; columns that say nothing to us are absent. */
export type Columns = ReadonlyMap<number, Field>;

const BY_HEADER = new Map<string, Field>(
  Object.entries(HEADERS).flatMap(([field, headers]) => headers.map((header) => [normalise(header), field as Field])),
);
/** Within a longer header ("Lieu de l'activité prévue") the longest words that are known count; shorter ones than this do not. */
const SHORTEST_WITHIN = 3;
/** A header says what stands below, it does not tell a story. */
const LONGEST_HEADER = 50;

function fieldOf(header: string, exactly: boolean): Field | undefined {
  const normal = normalise(header);
  if (normal === '' || header.length > LONGEST_HEADER) return undefined;
  const exact = BY_HEADER.get(normal) ?? BY_HEADER.get(normalise(header.replace(/\(.*\)/, '')));
  if (exact !== undefined || exactly) return exact;
  const words = normal.split(' ');
  for (let length = Math.min(words.length, 4); length > 0; length -= 1) {
    for (let from = 0; from + length <= words.length; from += 1) {
      const part = words.slice(from, from + length).join(' ');
      const found = part.length >= SHORTEST_WITHIN ? BY_HEADER.get(part) : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Fields of a calendar's heart: with these a row of words is a row of headers. */
const HEART: readonly (readonly Field[])[] = [
  ['date', 'weekday'],
  ['title', 'kind', 'description'],
];

/**
 * The columns that a row of headers names; undefined when it is no row of headers: it has to name when and what, each
 * in a cell of its own. `again` for a row further down, where only headers alone count.
 */
export function readColumns(cells: readonly string[], { again = false } = {}): Columns | undefined {
  const columns = new Map<number, Field>();
  for (const [index, cell] of cells.entries()) {
    const field = /\d/.test(cell) || cell === cells[index - 1] ? undefined : fieldOf(cell, again);
    if (field !== undefined) columns.set(index, field);
  }
  const named = new Set(columns.values());
  if (!HEART.every((fields) => fields.some((field) => named.has(field)))) return undefined;
  const filled = cells.filter((cell) => cell !== '').length;
  return !again || columns.size >= filled - 1 ? columns : undefined;
}
