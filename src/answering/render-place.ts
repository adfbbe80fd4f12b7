import type { Language } from '../languages.ts';
import type { Place } from '../understanding/find-place.ts';
import type { Renderer } from './render.ts';

/** Which relay serves a place, or honestly that none does. */
export function placeLines(
  place: Place | 'outside',
  language: Language,
  { knowledge, say }: Pick<Renderer, 'knowledge' | 'say'>,
): string[] {
  if (place === 'outside') return [say(language, 'place.outside')];
  const values = {
    place: place.municipality,
    territory: knowledge.territories.get(place.territory)?.name ?? place.territory,
  };
  if (place.region === 'brussels') return [say(language, 'place.brussels', values)];
  if (place.region === 'german') return [say(language, 'place.german', values)];
  return [say(language, place.confirmed ? 'place.relay' : 'place.relay_likely', values)];
}
