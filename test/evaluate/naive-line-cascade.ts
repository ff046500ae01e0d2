/** A second method for cascades of lines, the oracle of the tests: dense flows, islands by spreading. */
import type { GridSnapshot } from '../../src/evaluate/dc-cascade/grid-snapshot.ts';
import { denseFlows } from '../simulate/potential/dense-flow.ts';

/** Flows by line with some lines out, the power of each island scaled down to balance. */
export function naiveFlows(snapshot: GridSnapshot, lost: readonly number[]): number[] {
  const { network, demand, generation } = snapshot;
  const injections = new Float64Array(network.nodeCount);
  for (const island of islandsWithout(snapshot, lost)) {
    const sum = (values: Float64Array) =>
      island.reduce((total, node) => total + (values[node] as number), 0);
    const served = Math.min(sum(demand), sum(generation));
    for (const node of island) {
      const given = served > 0 ? ((generation[node] as number) / sum(generation)) * served : 0;
      const taken = served > 0 ? ((demand[node] as number) / sum(demand)) * served : 0;
      injections[node] = given - taken;
    }
  }
  return denseFlows(network, injections, lost);
}

/** Steps at which lines trip, -1 for never. */
export function naiveLineCascade(snapshot: GridSnapshot, seeds: readonly number[]): number[] {
  const steps: number[] = [...snapshot.rating].map((_, line) => (seeds.includes(line) ? 0 : -1));
  for (let step = 1; ; step++) {
    const lost = [...steps.keys()].filter((line) => (steps[line] as number) >= 0);
    const flows = naiveFlows(snapshot, lost);
    const over = flows.flatMap((flow, line) =>
      Math.abs(flow) > (snapshot.rating[line] as number) * (1 + 1e-7) ? [line] : [],
    );
    if (over.length === 0) return steps;
    for (const line of over) steps[line] = step;
  }
}

export function islandsWithout(
  { network: { nodeCount, from, to } }: GridSnapshot,
  lost: readonly number[],
): number[][] {
  const label = Array.from({ length: nodeCount }, (_, node) => node);
  for (let changed = true; changed; ) {
    changed = false;
    for (let line = 0; line < from.length; line++) {
      if (lost.includes(line)) continue;
      const [a, b] = [from[line] as number, to[line] as number];
      const least = Math.min(label[a] as number, label[b] as number);
      if (label[a] !== least || label[b] !== least) changed = true;
      label[a] = label[b] = least;
    }
  }
  return [...new Set(label)].map((name) => [...label.keys()].filter((n) => label[n] === name));
}
