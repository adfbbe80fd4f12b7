import type { PlaceFinder } from '../understanding/find-place.ts';
import { normalise } from '../understanding/normalise.ts';
import { fold } from './fold.ts';

/** A territory of the network. */
export interface TerritoryName {
  readonly id: string;
  readonly name: string;
}

/** What tells where an activity is, the nearest first; empty where nothing is said. */
export interface WhereCells {
  readonly territory: string;
  readonly town: string;
  readonly postcode: string;
  readonly address: string;
  readonly place: string;
}

export interface Where {
  readonly places: PlaceFinder;
  readonly territories: readonly TerritoryName[];
}

const POSTCODE_AND_TOWN = /\b([1-9]\d{3})\s+(\p{L}[\p{L}' -]+)/u;

/** The territory, and the town and postcode as far as they are said. */
export function findTerritory(
  cells: WhereCells,
  { places, territories }: Where,
): { readonly territory: string | null; readonly town: string | null; readonly postcode: string | null } {
  const named = normalise(cells.territory);
  const said = territories.find(({ id, name }) => named !== '' && [normalise(id), normalise(name)].includes(named));
  const inAddress = POSTCODE_AND_TOWN.exec(cells.address) ?? POSTCODE_AND_TOWN.exec(cells.place);
  const [, addressCode, addressTown] = inAddress ?? [];
  const postcode = /\b[1-9]\d{3}\b/.exec(`${cells.postcode} ${cells.town}`)?.[0] ?? addressCode ?? null;
  const townWritten = cells.town.replace(/\b\d{4}\b/, '').trim() || addressTown?.trim() || '';
  // Most certain first; an address in full last, since streets are called after towns.
  const texts = [townWritten, postcode ?? '', cells.territory, cells.address.split(/[,\n]/).at(-1) ?? '', cells.place];
  for (const text of texts) {
    const found = text === '' ? null : places.find(normalise(text));
    if (found === null || found.place === 'outside') continue;
    const { municipality, territory } = found.place;
    return { territory: said?.id ?? territory, town: townWritten || municipality, postcode };
  }
  return { territory: said?.id ?? null, town: townWritten || null, postcode };
}

/** The territory that a title between the rows names ("HUY", "Région de Namur"); undefined for any other text. */
export function territoryTitled(text: string, { places, territories }: Where): string | undefined {
  const words = normalise(
    fold(text).replace(/^(?:(?:region|territoire|zone|point|relais|commune|ville|de|du|d|la|le) )+/, ''),
  );
  const named = territories.find(({ id, name }) => [normalise(id), normalise(name)].includes(words));
  if (named !== undefined) return named.id;
  const found = words === '' ? null : places.find(words);
  return found?.alone && found.place !== 'outside' ? found.place.territory : undefined;
}
