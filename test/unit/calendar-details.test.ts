import { describe, expect, it } from 'vitest';
import { fold } from '../../src/calendar/fold.ts';
import {
  isCancelled,
  readAges,
  readAudience,
  readChildren,
  readContacts,
  readKind,
  readPlaces,
  readPrice,
  readRegistration,
  registrationDay,
  withoutCancelled,
} from '../../src/calendar/read-details.ts';

describe('what people write of an activity', () => {
  it.each([
    ['gratuit', 0],
    ['Gratuit !', 0],
    ['0 €', 0],
    ['2 €', 200],
    ['2€50', 250],
    ['2,50 €', 250],
    ['€ 3', 300],
    ['PAF 5€', 500],
    ['5 euros/famille', 500],
    ['5', 500],
    ['gratuit pour les enfants, 4 € par adulte', 400],
    ['-', null],
    ['', null],
    ['prix libre', null],
  ])('the price %j', (written, cents) => {
    expect(readPrice(fold(written))).toEqual({ cents, unread: false });
  });

  it('a price that says nothing is doubtful', () => {
    expect(readPrice('voir affiche')).toEqual({ cents: null, unread: true });
  });

  it.each([
    ['accueil des enfants', 'care'],
    ['garderie sur place', 'care'],
    ['enfants bienvenus', 'welcome'],
    ['venez avec vos enfants', 'welcome'],
    ['pas de garderie', 'none'],
    ['kinderopvang', 'care'],
    ['autour d’un café', null],
  ])('the children: %j', (written, children) => {
    expect(readChildren(fold(written))).toBe(children);
  });

  it.each([
    ['mamans', 'mothers'],
    ['Mamans solos', 'mothers'],
    ['papas', 'fathers'],
    ['mamans et papas', 'parents'],
    ['parents-enfants', 'parents-and-children'],
    ['parents et enfants', 'parents-and-children'],
    ['ados', 'teenagers'],
    ['enfants 6-12 ans', 'children'],
    ['familles monoparentales', 'parents'],
    ['tout public', 'everyone'],
    ['?', undefined],
  ])('the audience %j', (written, audience) => {
    expect(readAudience(fold(written))).toBe(audience);
  });

  it.each([
    ['6-12 ans', 6, 12],
    ['de 6 à 12 ans', 6, 12],
    ['dès 3 ans', 3, null],
    ['à partir de 16 ans', 16, null],
    ['moins de 3 ans', null, 3],
    ['adultes', null, null],
  ])('the ages %j', (written, from, to) => {
    expect(readAges(fold(written))).toEqual({ from, to });
  });

  it.each([
    ['obligatoire', 'required'],
    ['sur inscription 0470 00 00 00', 'required'],
    ['0470 00 00 00', 'required'],
    ['oui', 'required'],
    ['souhaitée', 'wished'],
    ['sans inscription', 'none'],
    ['pas d’inscription', 'none'],
    ['entrée libre', 'none'],
    ['non', 'none'],
    ['', 'none'],
  ])('the registration %j', (written, is) => {
    expect(readRegistration(fold(written), '')).toBe(is);
  });

  it.each([
    ['inscription avant le 12/05', '12/05'],
    ['pour le 12 mai', '12 mai'],
    ['jusqu’au vendredi 12/05/2026', 'vendredi 12/05/2026'],
    ['pour les mamans', undefined],
  ])('until when one registers: %j', (written, day) => {
    expect(registrationDay(fold(written))).toBe(day);
  });

  it.each([
    ['max 12 personnes', 12],
    ['12 places', 12],
    ['max. 8', 8],
    ['max 12 ans', null],
    ['', null],
  ])('the places %j', (written, places) => {
    expect(readPlaces(fold(written))).toBe(places);
  });

  it('whom to call or write to', () => {
    expect(readContacts('Anne : 0470/00.00.00 ou anne@rfm.example, le 12/05/2026')).toEqual([
      '0470/00.00.00',
      'anne@rfm.example',
    ]);
  });

  it.each([
    ['Café papote', 'cafe-papote'],
    ['Groupe de parole', 'discussion-group'],
    ['Permanence juridique', 'legal-helpline'],
    ['Stage de Pâques', 'holidays'],
    ['Balade en forêt', 'outing'],
    ['Yoga du soir', 'sport'],
    ['Atelier cuisine', 'workshop'],
    ['Séance d’info : la rentrée', 'information'],
    ['Massage bébé', 'parent-child'],
    ['Auberge espagnole', 'meal'],
    ['Surprise', 'other'],
  ])('the kind of %j', (title, kind) => {
    expect(readKind('', fold(title))).toBe(kind);
  });

  it.each([
    ['ANNULÉ - Yoga', 'Yoga'],
    ['Yoga (annulée)', 'Yoga'],
    ['Yoga [REPORTÉ]', 'Yoga'],
    ['geannuleerd: Yoga', 'Yoga'],
  ])('%j does not take place', (title, rest) => {
    expect(isCancelled(fold(title))).toBe(true);
    expect(withoutCancelled(title)).toBe(rest);
  });
});
