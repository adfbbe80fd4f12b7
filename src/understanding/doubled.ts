/** A typed array of twice the length that begins with the same numbers: room for more of them. */
export function doubled<T extends { readonly length: number; set(array: T): void }>(
  array: T,
  Kind: new (length: number) => T,
): T {
  const larger = new Kind(array.length * 2);
  larger.set(array);
  return larger;
}
