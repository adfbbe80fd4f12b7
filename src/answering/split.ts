/** Ends of sentences in all our scripts, with the space after them. */
const SENTENCE_END = /(?<=[.!?؟።…])\s+|\n+/gu;

/**
 * Splits a text into parts of at most `limit` UTF-16 units: at line ends and sentences, else at spaces that do not stand
 * inside a phone number, else (a monster word) anywhere but inside a character. Nothing but white space at the cuts is
 * lost.
 */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > limit) {
    const cut = cutWithin(rest, limit);
    parts.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  if (rest !== '') parts.push(rest);
  return parts;
}

function cutWithin(text: string, limit: number): number {
  // One letter more than fits after the space at the limit: a number may go on there.
  const window = text.slice(0, limit + 2);
  const sentence = lastMatch(window, SENTENCE_END, limit);
  if (sentence > limit / 3) return sentence;
  const space = lastMatch(window, /(?<!\d) | (?!\d)/g, limit);
  if (space > 0) return space;
  if (sentence > 0) return sentence;
  return isLowSurrogate(text, limit) && limit > 1 ? limit - 1 : limit;
}

function lastMatch(text: string, pattern: RegExp, limit: number): number {
  let last = 0;
  for (const match of text.matchAll(pattern)) if (match.index <= limit) last = match.index;
  return last;
}

function isLowSurrogate(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code <= 0xdfff;
}
