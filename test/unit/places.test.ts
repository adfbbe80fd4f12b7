import { describe, expect, it } from 'vitest';
import { PlaceFinder } from '../../src/understanding/find-place.ts';
import { normalise } from '../../src/understanding/normalise.ts';
import { understand } from '../../src/understanding/understand.ts';
import { realContent, realModel } from '../support/real-model.ts';

const { gazetteer, utterances } = realContent();
const finder = new PlaceFinder(gazetteer);

function found(text: string): string | null {
  const place = finder.find(normalise(text))?.place;
  return place === undefined ? null : place === 'outside' ? 'outside' : place.municipality;
}

describe('a municipality is found', () => {
  it.each([
    ['Liège', 'Liège'],
    ['liege', 'Liège'],
    ['Luik', 'Liège'],
    ['ich wohne in Lüttich', 'Liège'],
    ['4000', 'Liège'],
    ['code postal 4020', 'Liège'],
    ['j habite a liedge', 'Liège'],
    ['Льеж', 'Liège'],
    ['أسكن في لييج', 'Liège'],
    ['ساكنة بلييج', 'Liège'],
    ['Liege’de oturuyorum', 'Liège'],
    ['ik woon in Bergen', 'Mons'],
    ['Namen', 'Namur'],
    ['je suis à namure', 'Namur'],
    ['charlerois', 'Charleroi'],
    ['مونس', 'Mons'],
    ['6000 charleroi', 'Charleroi'],
    ['louvain la neuve', 'Ottignies-Louvain-la-Neuve'],
    ['une crèche à LLN ?', 'Ottignies-Louvain-la-Neuve'],
    ["Braine l'alleud", "Braine-l'Alleud"],
    ['eigenbrakel', "Braine-l'Alleud"],
    ['quel CPAS pour Molenbeek', 'Molenbeek-Saint-Jean'],
    ['Elsene', 'Ixelles'],
    ['брюссель', 'Bruxelles'],
    ['bxl', 'Bruxelles'],
    ['Sankt Vith', 'Saint-Vith'],
    ['Kelmis', 'La Calamine'],
    ['marcinelle', 'Charleroi'],
    ['on vit à Spa avec les petits', 'Spa'],
    ['ans', 'Ans'],
    ['mudei de Wavre para Huy', 'Huy'],
    ['nous quittons Mons pour Tournai', 'Tournai'],
  ])('%s', (text, municipality) => {
    expect(found(text)).toBe(municipality);
  });

  it('by every postcode of the table', () => {
    expect(gazetteer.byPostcode.size).toBe(627);
    const wrong = [...gazetteer.byPostcode].filter(([postcode, place]) => found(postcode) !== place.municipality);
    expect(wrong).toEqual([]);
  });

  it('by every official name, sent alone', () => {
    const wrong = gazetteer.places.filter(({ municipality }) => found(municipality) !== municipality);
    expect(wrong).toEqual([]);
  });
});

describe('no municipality is found in', () => {
  it.each([
    ['mon fils a 4 ans'],
    ['celles qui vivent seules'],
    ['ça marche pas avec lui'],
    ['je gagne 1500 euros'],
    ['en 2024 le juge a dit non'],
    ['1400 euros de loyer'],
    ['de namen van mijn kinderen'],
    ['de lessen Frans'],
    ['je suis en retard de loyer'],
    ['le chèque de la commune'],
    [''],
  ])('%s', (text) => {
    expect(found(text)).toBeNull();
  });

  it('almost no utterance that names none: a place stands in fewer than one line of twenty', () => {
    const lines = [...utterances.values()].flatMap((byLanguage) => Object.values(byLanguage).flat());
    const withPlace = lines.filter((line) => found(line) !== null);
    expect(withPlace.length / lines.length).toBeLessThan(0.05);
  });
});

describe('a message that is nothing but a place', () => {
  it.each([
    ['Huy', true],
    ['4500 Huy', true],
    ["j'habite à Huy", true],
    ['ik woon in Hoei', true],
    ['un avocat à Huy', false],
  ])('%s: %s', (text, alone) => {
    expect(finder.find(normalise(text))?.alone).toBe(alone);
  });
});

describe('outside Wallonia and Brussels', () => {
  it.each(['2000', '9000', '75011'.slice(1)])('a postcode alone: %s', (text) => {
    const expected = text === '2000' ? null : 'outside';
    expect(found(text)).toBe(expected);
  });
  it.each(['1733', '1712', '1813', '107'])('a helpline is no postcode: %s', (text) => {
    expect(found(text)).toBeNull();
  });
});

describe('regions', () => {
  it.each([
    ['Liège', 'wallonia', 'liege', true],
    ['Herstal', 'wallonia', 'liege', false],
    ['Forest', 'brussels', 'bruxelles-hors-reseau', false],
    ['Eupen', 'german', 'verviers', false],
  ])('%s is in %s, territory %s, confirmed %s', (name, region, territory, confirmed) => {
    expect(finder.byMunicipality(name)).toMatchObject({ region, territory, confirmed });
  });

  it('are as many as the network counts', () => {
    const count = (region: string) => gazetteer.places.filter((place) => place.region === region).length;
    expect([count('wallonia') + count('german'), count('brussels'), count('german')]).toEqual([261, 19, 9]);
  });
});

describe('the name of a municipality alone', () => {
  const model = realModel();

  it.each([undefined, 'fr', 'nl', 'tr'] as const)(
    'is nothing but a place, from a contact who speaks %s',
    (language) => {
      const spoken = language === undefined ? {} : { language };
      const names = [...new Set(gazetteer.places.map(({ municipality }) => municipality))];
      const taken = names.filter((name) => {
        const { command, danger, place } = understand({ text: name, ...spoken }, model);
        return command !== null || danger !== null || place?.alone !== true;
      });
      expect(names.length).toBeGreaterThan(250);
      expect(taken).toEqual([]);
    },
  );
});
