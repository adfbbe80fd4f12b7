import type { TerritoryName } from './context.ts';

/** A territory as people call it; one that is no more goes by its id. */
export function territoryName(id: string, territories: readonly TerritoryName[]): string {
  return territories.find((one) => one.id === id)?.name ?? id;
}

/** Names of territories, as a line. */
export function territoryNames(ids: readonly string[], territories: readonly TerritoryName[]): string {
  return ids.map((id) => territoryName(id, territories)).join(', ');
}
