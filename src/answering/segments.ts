import segments from 'sms-segments-calculator';

/** Number of SMS parts that a text costs, as the provider counts them. */
export function countSegments(text: string): number {
  return new segments.SegmentedMessage(text).segmentsCount;
}
