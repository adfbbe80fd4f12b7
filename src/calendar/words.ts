/** How people write months, days and columns in their sheets: French first, some Dutch. Compared folded (see `fold.ts`). */

export const MONTHS: Readonly<Record<string, number>> = byWord([
  'janvier janv jan januari',
  'fevrier fevr fev feb februari',
  'mars mrs maart mrt',
  'avril avr april apr',
  'mai mei',
  'juin juni jun',
  'juillet juil juill juli jul',
  'aout augustus aug',
  'septembre sept sep september',
  'octobre oct oktober okt',
  'novembre nov november',
  'decembre dec december',
]);

/** 1 is Monday. */
export const WEEKDAYS: Readonly<Record<string, number>> = byWord([
  'lundi lundis lun lu maandag maandagen ma',
  'mardi mardis mar dinsdag dinsdagen di',
  'mercredi mercredis mer me mercr woensdag woensdagen woe wo',
  'jeudi jeudis jeu je donderdag donderdagen do',
  'vendredi vendredis ven ve vend vrijdag vrijdagen vrij vr',
  'samedi samedis sam sa zaterdag zaterdagen zat za',
  'dimanche dimanches dim zondag zondagen zon zo',
]);

/** "1er", "premier": which one of a month; -1 is the last. */
export const ORDINALS: Readonly<Record<string, number>> = {
  ...byWord(['premier premiers eerste', 'deuxieme second tweede', 'troisieme derde', 'quatrieme vierde']),
  dernier: -1,
  laatste: -1,
};

function byWord(rows: readonly string[]): Record<string, number> {
  return Object.fromEntries(rows.flatMap((words, index) => words.split(' ').map((word) => [word, index + 1])));
}
