import segments from 'sms-segments-calculator';

/** A little less than 153 and 67: a sign of two units is never split, so a part may end one unit early. */
const LETTERS_A_PART = { gsm: 150, unicode: 66 } as const;

/** Number of SMS parts that a text costs, as the provider counts them. */
export function countSegments(text: string): number {
  return new segments.SegmentedMessage(text).segmentsCount;
}

/** Letters that surely fit into so many parts of one long text, each part with the header that joins them (GSM 03.38, 03.40). */
export function lettersIn(parts: number, gsm: boolean): number {
  return parts * (gsm ? LETTERS_A_PART.gsm : LETTERS_A_PART.unicode);
}

/** The parts of a text, as the provider cuts it: joined they are the text. */
export function partsOf(text: string): string[] {
  return new segments.SegmentedMessage(text).segments.map((part) =>
    part.map((letter) => ('raw' in letter ? (letter.raw ?? '') : '')).join(''),
  );
}
