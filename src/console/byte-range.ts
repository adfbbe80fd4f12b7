/** Bytes of a file, both ends included. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

const ONE_RANGE = /^bytes=(\d*)-(\d*)$/;

/**
 * The part of a file that a player asks for (RFC 9110, 14.1.2). `whole`: nothing, several parts, or what we do not read; a server may
 * then send all of it. `outside`: no such part.
 */
export function rangeOf(header: string | undefined, length: number): ByteRange | 'whole' | 'outside' {
  const [, first = '', last = ''] = ONE_RANGE.exec(header ?? '') ?? [];
  if (first === '' && last === '') return 'whole';
  // "-500" are the last 500 bytes.
  const from = first === '' ? Math.max(0, length - Number(last)) : Number(first);
  const to = first === '' || last === '' ? length - 1 : Math.min(Number(last), length - 1);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return 'whole';
  return from > to ? 'outside' : { from, to };
}
