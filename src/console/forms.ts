/** Fields of a posted form, whatever came: what is missing is empty, only texts are read. */

/** The last of the fields of this name, as it was written. */
export function readField(body: unknown, name: string): string {
  return readFields(body, name).at(-1) ?? '';
}

/** All fields of this name, in order: check boxes, rows of a table. */
export function readFields(body: unknown, name: string): string[] {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return [];
  const value: unknown = Reflect.get(body, name);
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
}

/** A short text on one line. */
export function readLine(body: unknown, name: string): string {
  return readField(body, name)
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim();
}
