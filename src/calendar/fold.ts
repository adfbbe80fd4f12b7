/**
 * What somebody wrote in a cell, brought to one form in which dates, hours and prices are looked for: lower case, no
 * accents, plain apostrophes, hyphens and spaces; signs stay.
 */
export function fold(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[’‘`´ʼ]/g, "'")
    .replace(/[‐‑‒–—−]/g, '-')
    .replace(/[→⇒]/g, '-')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
}
