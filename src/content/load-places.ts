import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Gazetteer, Place, Region } from '../understanding/find-place.ts';
import type { ContentReader } from './read-file.ts';
import { day, id, line, lines, source } from './schema.ts';

const territoriesSchema = z.strictObject({
  checked: day,
  sources: z.array(source).min(1, 'name a source'),
  territories: z
    .array(
      z.strictObject({
        id,
        name: line,
        province: line,
        /** A person of the network works there. */
        relay: z.boolean(),
        /** Towns that the network names itself. */
        towns: lines,
      }),
    )
    .min(1),
});
export type Territory = z.infer<typeof territoriesSchema>['territories'][number];

const placeNamesSchema = z.strictObject({
  german: lines,
  names: z.record(line, lines),
  also_words: lines,
  cues: lines,
});

const row = z.tuple([
  z.string().regex(/^\d{4}$/, 'a postcode has four digits'),
  line,
  line,
  id,
  z.enum(['seed', 'assumed'], 'basis is "seed" or "assumed"'),
]);
const COLUMNS = 'postcode\tmunicipality_fr\tprovince\tterritory\tbasis';

/** Municipalities, their territories and the names by which parents call them. What is wrong is noted with file and line. */
export function loadPlaces(
  reader: ContentReader,
  root: string,
): { gazetteer: Gazetteer; territories: ReadonlyMap<string, Territory> } {
  const territoriesPath = join(root, 'knowledge/territories.yaml');
  const territories = new Map(
    (reader.read(territoriesPath, territoriesSchema)?.territories ?? []).map((one) => [one.id, one]),
  );
  const namesPath = join(root, 'knowledge/place-names.yaml');
  const names = reader.read(namesPath, placeNamesSchema);
  const german = new Set(names?.german ?? []);
  const { places, byPostcode } = readMunicipalities(reader, root, territories, german);
  const other = Object.entries(names?.names ?? {}).flatMap(([municipality, forms]) => {
    const place = places.get(municipality);
    if (place === undefined) {
      reader.note(
        namesPath,
        reader.lineOf(namesPath, ['names', municipality]),
        `there is no municipality "${municipality}"`,
      );
      return [];
    }
    return forms.map((form) => [form, place] as const);
  });
  return {
    territories,
    gazetteer: {
      places: [...places.values()],
      byPostcode,
      names: other,
      alsoWords: names?.also_words ?? [],
      cues: names?.cues ?? [],
    },
  };
}

function readMunicipalities(
  reader: ContentReader,
  root: string,
  territories: ReadonlyMap<string, Territory>,
  german: ReadonlySet<string>,
): { places: Map<string, Place>; byPostcode: Map<string, Place> } {
  const path = join(root, 'knowledge/municipalities.tsv');
  const places = new Map<string, Place>();
  const byPostcode = new Map<string, Place>();
  const [header, ...rows] = readText(reader, path).split('\n');
  if (header !== COLUMNS) reader.note(path, 1, `the columns are: ${COLUMNS.replaceAll('\t', ', ')}`);
  for (const [index, text] of rows.entries()) {
    if (text.trim() === '') continue;
    const parsed = row.safeParse(text.split('\t'));
    const number = index + 2;
    if (!parsed.success) {
      reader.note(path, number, parsed.error.issues[0]?.message ?? 'this row cannot be read');
      continue;
    }
    const [postcode, municipality, , territory, basis] = parsed.data;
    const found = territories.get(territory);
    if (found === undefined) reader.note(path, number, `there is no territory "${territory}" in territories.yaml`);
    if (byPostcode.has(postcode)) reader.note(path, number, `postcode ${postcode} stands twice`);
    const region: Region = german.has(municipality) ? 'german' : found?.relay === false ? 'brussels' : 'wallonia';
    const place = places.get(municipality) ?? {
      municipality,
      postcode,
      territory,
      region,
      confirmed: basis === 'seed',
    };
    places.set(municipality, place);
    byPostcode.set(postcode, place);
  }
  return { places, byPostcode };
}

function readText(reader: ContentReader, path: string): string {
  try {
    return readFileSync(path, 'utf8').replaceAll('\r', '');
  } catch (error) {
    reader.note(path, 1, `cannot be read (${error instanceof Error ? error.message : String(error)})`);
    return COLUMNS;
  }
}
