/** What benchmarks are told by: quantiles, and how well a score parts what is in scope from what is not. */

/** The value below which the given share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** How much the second figure of pairs grows with one more of the first, by least squares. */
export function slopeOf(pairs: readonly (readonly [number, number])[]): number {
  const [meanX, meanY] = [mean(pairs.map(([x]) => x)), mean(pairs.map(([, y]) => y))];
  const rise = pairs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return rise / pairs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

/**
 * Area under the ROC curve: how often a score from inside is higher than one from outside, equal ones counting half. By ranks, so
 * that thousands of scores take no time.
 */
export function auroc(inside: readonly number[], outside: readonly number[]): number {
  const all = [
    ...inside.map((score) => ({ score, isInside: true })),
    ...outside.map((score) => ({ score, isInside: false })),
  ].sort((one, other) => one.score - other.score);
  let rankSum = 0;
  for (let from = 0; from < all.length; ) {
    let to = from;
    while (to < all.length && all[to]?.score === all[from]?.score) to += 1;
    const sharedRank = (from + 1 + to) / 2;
    rankSum += sharedRank * all.slice(from, to).filter(({ isInside }) => isInside).length;
    from = to;
  }
  const pairs = inside.length * outside.length;
  return (rankSum - (inside.length * (inside.length + 1)) / 2) / pairs;
}

/** Share of the outside, in percent, that is rejected by the highest threshold that still accepts `accepted` of the inside. */
export function rejectedAt(accepted: number, inside: readonly number[], outside: readonly number[]): number {
  const sorted = inside.toSorted((one, other) => one - other);
  // The small term undoes the rounding of, say, 1 - 0.95.
  const threshold = sorted[Math.floor((1 - accepted) * sorted.length + 1e-9)] ?? Number.NEGATIVE_INFINITY;
  return (100 * outside.filter((score) => score < threshold).length) / outside.length;
}
