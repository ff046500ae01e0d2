/**
 * A second method for Motter–Lai cascades, the oracle of the tests: all distances and path counts by
 * repeated sums over pairs, betweenness by its definition, dead nodes left out of the graph.
 */

/** Betweenness over ordered pairs, by definition: Σ σ(s,v)·σ(v,t)/σ(s,t) where v lies between. */
export function naiveBetweenness(
  nodeCount: number,
  links: readonly (readonly [number, number])[],
  dead: ReadonlySet<number> = new Set(),
): number[] {
  const alive = links.filter(([a, b]) => !dead.has(a) && !dead.has(b));
  const from = Array.from({ length: nodeCount }, (_, source) => search(nodeCount, alive, source));
  return Array.from({ length: nodeCount }, (_, v) => {
    let sum = 0;
    for (let s = 0; s < nodeCount; s++) {
      for (let t = 0; t < nodeCount; t++) {
        if (s === t || v === s || v === t) continue;
        const [toV, onward, whole] = [from[s]?.get(v), from[v]?.get(t), from[s]?.get(t)];
        if (toV === undefined || onward === undefined || whole === undefined) continue;
        if (toV.far + onward.far === whole.far) sum += (toV.paths * onward.paths) / whole.paths;
      }
    }
    return sum;
  });
}

/** Steps of failure by node after a seed, -1 for never. */
export function naiveCascade(
  nodeCount: number,
  links: readonly (readonly [number, number])[],
  { seed, alpha }: { readonly seed: number; readonly alpha: number },
): number[] {
  const initial = naiveBetweenness(nodeCount, links);
  const steps = new Array<number>(nodeCount).fill(-1);
  steps[seed] = 0;
  for (let step = 1; ; step++) {
    const dead = new Set([...steps.keys()].filter((node) => (steps[node] as number) >= 0));
    const load = naiveBetweenness(nodeCount, links, dead);
    const over = [...steps.keys()].filter((node) => {
      const capacity = (1 + alpha) * (initial[node] as number);
      return !dead.has(node) && (load[node] as number) > capacity + 1e-6;
    });
    if (over.length === 0) return steps;
    for (const node of over) steps[node] = step;
  }
}

function search(
  nodeCount: number,
  links: readonly (readonly [number, number])[],
  source: number,
): Map<number, { far: number; paths: number }> {
  const found = new Map([[source, { far: 0, paths: 1 }]]);
  for (let far = 1; far < nodeCount; far++) {
    const ring = new Map<number, number>();
    for (const [a, b] of links) {
      for (const [near, other] of [
        [a, b],
        [b, a],
      ] as const) {
        const known = found.get(near);
        if (known?.far !== far - 1 || found.has(other)) continue;
        ring.set(other, (ring.get(other) ?? 0) + known.paths);
      }
    }
    if (ring.size === 0) break;
    for (const [node, paths] of ring) found.set(node, { far, paths });
  }
  return found;
}
