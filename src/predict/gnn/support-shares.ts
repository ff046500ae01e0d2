/**
 * Causes where no single support explains a risk, because several fail together: each support by
 * its own risk and by how much of its group's need it carries.
 */
import type { DependencyNetwork } from '../../behaviour/dependency-network.ts';

/**
 * What each support at risk of a node has of the risk among all of them, heaviest first; sums to 1,
 * and is empty where none is at risk. `risk` is a support's own, 0 … 1.
 */
export function supportShares(
  network: DependencyNetwork,
  node: number,
  risk: (support: number) => number,
): { support: number; weight: number }[] {
  const scores = new Map<number, number>();
  for (let g = network.groupOffsets[node] ?? 0; g < (network.groupOffsets[node + 1] ?? 0); g++) {
    const need = network.groupNeed[g] ?? 0;
    if (need <= 0) continue;
    const end = network.supportOffsets[g + 1] ?? 0;
    for (let s = network.supportOffsets[g] ?? 0; s < end; s++) {
      const support = network.supportNode[s] ?? 0;
      const part = Math.min(1, (network.supportWeight[s] ?? 0) / need);
      scores.set(support, (scores.get(support) ?? 0) + part * risk(support));
    }
  }
  const total = [...scores.values()].reduce((sum, score) => sum + score, 0);
  return [...scores]
    .filter(([, score]) => score > 0)
    .map(([support, score]) => ({ support, weight: score / total }))
    .sort((a, b) => b.weight - a.weight || a.support - b.support);
}
