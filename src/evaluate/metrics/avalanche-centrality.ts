/** Who matters in cascades that one failure begins; used by the Motter–Lai evaluation. */

/** Chance that one node fails once another has. */
export interface SeedProbabilities {
  readonly nodeCount: number;
  /** Of node v after seed s at `s * nodeCount + v`, 0 … 1; a seed itself counts as failed. */
  readonly probability: ArrayLike<number>;
}

/** What the nodes bring about and suffer. */
export interface Avalanches {
  /** Share of the nodes that fail after each seed, itself among them. `[nodes]` */
  readonly avalancheFraction: Float64Array;
  /** Share of the seeds after which each node fails, itself among them. `[nodes]` */
  readonly failureFraction: Float64Array;
  /** `avalanche_fraction × (failure_fraction - 1 / N)` (Chaos 33, 013115, 2023). `[nodes]` */
  readonly centrality: Float64Array;
}

/**
 * Expected fractions and their centrality; of labels 0 and 1, the true ones. Sums are divided last,
 * so that what is equal in whole numbers is equal here.
 */
export function avalanches({ nodeCount, probability }: SeedProbabilities): Avalanches {
  const brought = new Float64Array(nodeCount);
  const suffered = new Float64Array(nodeCount);
  for (let seed = 0; seed < nodeCount; seed++) {
    for (let node = 0; node < nodeCount; node++) {
      const chance = node === seed ? 1 : (probability[seed * nodeCount + node] as number);
      brought[seed] = (brought[seed] as number) + chance;
      suffered[node] = (suffered[node] as number) + chance;
    }
  }
  return {
    avalancheFraction: brought.map((sum) => sum / nodeCount),
    failureFraction: suffered.map((sum) => sum / nodeCount),
    centrality: brought.map((sum, node) => {
      return (sum * ((suffered[node] as number) - 1)) / (nodeCount * nodeCount);
    }),
  };
}
