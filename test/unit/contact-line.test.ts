import { describe, expect, it } from 'vitest';
import { contactLine } from '../../src/answering/contact-line.ts';
import { createPhrases } from '../../src/answering/phrases.ts';
import type { Contact } from '../../src/content/schema.ts';
import { LANGUAGES } from '../../src/languages.ts';
import { realContent } from '../support/real-model.ts';

const say = createPhrases(realContent());
const secal: Contact = { id: 'secal', name: 'SECAL', phone: '0800 12 302' };

describe('a contact in one line', () => {
  it.each<[string, Contact, string | undefined]>([
    ['a number', secal, 'SECAL: 0800 12 302'],
    ['a free number', { ...secal, free: true }, 'SECAL: 0800 12 302 (gratuit)'],
    ['a number that costs', { ...secal, free: false }, 'SECAL: 0800 12 302'],
    ['day and night', { ...secal, hours: '24/7' }, 'SECAL: 0800 12 302 (jour et nuit)'],
    ['days and hours', { ...secal, hours: 'mo-fr 08:30-17:00' }, 'SECAL: 0800 12 302 (lun.-ven. 08:30-17:00)'],
    ['one day', { ...secal, hours: 'sa 09:00-12:00' }, 'SECAL: 0800 12 302 (sam. 09:00-12:00)'],
    ['the weekend', { ...secal, hours: 'sa-su 09:00-12:00' }, 'SECAL: 0800 12 302 (sam.-dim. 09:00-12:00)'],
    ['the parent’s language goes without saying', { ...secal, languages: ['fr', 'nl'] }, 'SECAL: 0800 12 302'],
    ['other languages', { ...secal, languages: ['nl', 'de'] }, 'SECAL: 0800 12 302 (en néerlandais, allemand)'],
    [
      'everything at once',
      { ...secal, free: true, hours: '24/7', languages: ['nl'] },
      'SECAL: 0800 12 302 (gratuit, jour et nuit, en néerlandais)',
    ],
    [
      'the number before the e-mail and the link',
      { ...secal, email: 'secal@minfin.be', url: 'https://secal.be' },
      'SECAL: 0800 12 302',
    ],
    [
      'the e-mail where there is no number',
      { id: 'x', name: 'X', email: 'x@x.be', url: 'https://x.be', free: true },
      'X: x@x.be',
    ],
    ['the link where there is neither', { id: 'x', name: 'X', url: 'https://x.be', hours: '24/7' }, 'X: https://x.be'],
    ['a name alone is no line', { id: 'x', name: 'X' }, undefined],
  ])('%s', (_what, contact, line) => {
    expect(contactLine(contact, 'fr', say)).toBe(line);
  });

  it.each(LANGUAGES)('can be written in %s: the number and the hours stay as they are', (language) => {
    const line = contactLine({ ...secal, hours: 'mo-fr 08:30-17:00', languages: ['de'] }, language, say);
    expect(line).toContain('SECAL: 0800 12 302 (');
    expect(line).toContain('08:30-17:00');
    expect(line).not.toMatch(/\bmo-fr\b|\{\{|undefined/);
  });
});
