/** A line of a table: its first cells to the left, the figures to the right. */
export function tableRow(names: readonly [string, number][], cells: readonly string[], width: number): string {
  const head = names.map(([name, columns]) => name.padEnd(columns)).join('');
  return `${head}${cells.map((cell) => cell.padStart(width)).join('')}`.trimEnd();
}

export function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}
