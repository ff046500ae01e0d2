/** Names the twins behind a cut, and puts limits and bottlenecks in order. Used by both solvers. */
import { compareText } from '../../../model/compare-text.ts';
import type { FlowModel, Owner } from './flow-model.ts';
import type { Bottleneck, Limit, Shortfall } from './flow-result.ts';
import type { Cut } from './minimum-cut.ts';
import type { Situation } from './situation.ts';

/** A cut in terms of twins; what is out stands for all arcs that it stops. */
export function shortfallOfCut(situation: Situation, cut: Cut): Shortfall {
  const { model, network } = situation;
  const behind = new Set(cut.nodes);
  const demands = model.demands.flatMap(({ place }, index) => {
    const lacks = behind.has(place) && (network.supply[place] as number) < 0;
    return lacks ? [index] : [];
  });
  return {
    demands,
    asked: cut.asked,
    through: cut.asked - cut.unmet,
    unmet: cut.unmet,
    isCut: true,
    limits: limitsOf(situation, cut.arcs),
  };
}

/** Parts with the same limits told as one, those that lack most first, then by first demand. */
export function joinedShortfalls(shortfalls: readonly Shortfall[]): Shortfall[] {
  const joined = new Map<string, Shortfall>();
  for (const each of shortfalls) {
    const key = JSON.stringify(each.limits.map(({ twin }) => twin));
    const known = joined.get(key);
    joined.set(key, known === undefined ? each : join(known, each));
  }
  const first = ({ demands }: Shortfall) => demands[0] ?? -1;
  return [...joined.values()].sort((a, b) => b.unmet - a.unmet || first(a) - first(b));
}

/** Two cuts make one: their arcs differ, so that what they let through adds up. */
function join(a: Shortfall, b: Shortfall): Shortfall {
  return {
    demands: [...a.demands, ...b.demands].sort((x, y) => x - y),
    asked: a.asked + b.asked,
    through: a.through + b.through,
    unmet: a.unmet + b.unmet,
    isCut: a.isCut && b.isCut,
    limits: a.limits.map((limit, index) => ({
      ...limit,
      capacity: limit.capacity + (b.limits[index]?.capacity ?? 0),
    })),
  };
}

/** The twins that limit some arcs or, by index in `owners`, are limits themselves; each once. */
export function limitsOf(
  { model, network, stoppedBy, works }: Situation,
  arcs: readonly number[],
  owners: readonly number[] = [],
): Limit[] {
  const limits = new Map<number, Limit>();
  const add = (node: number, twin: string, rest: Omit<Limit, 'node' | 'twin'>) => {
    const known = limits.get(node);
    const capacity = rest.capacity + (known?.capacity ?? 0);
    limits.set(node, { node, twin, ...rest, capacity });
  };
  for (const arc of arcs) {
    const out = stoppedBy[arc] as number;
    const owner = model.owners[model.arcs[arc]?.owner ?? -1] as Owner;
    const isOut = out !== -1;
    const capacity = network.capacity[arc] as number;
    if (!isOut) add(owner.node, owner.twin, { isOut, capacity, unit: owner.unit });
    else add(out, twinAt(model, out), { isOut, capacity: 0, unit: undefined });
  }
  for (const index of owners) {
    const { node, twin, capacity, unit } = model.owners[index] as Owner;
    const isOut = !works(node);
    add(node, twin, { isOut, capacity: isOut ? 0 : capacity, unit });
  }
  return [...limits.values()].sort(
    (a, b) =>
      Number(b.isOut) - Number(a.isOut) || b.capacity - a.capacity || compareText(a.twin, b.twin),
  );
}

function twinAt({ owners, places }: FlowModel, node: number): string {
  const found =
    owners.find((each) => each.node === node) ?? places.find((each) => each.node === node);
  return found?.twin ?? '';
}

/** One for each twin, with its greatest worth: the most demand served first, then the most saved. */
export function sortedBottlenecks(found: readonly Bottleneck[]): Bottleneck[] {
  const sorted = [...found].sort(
    (a, b) => b.served - a.served || b.saved - a.saved || compareText(a.twin, b.twin),
  );
  const seen = new Set<string>();
  return sorted.filter(({ twin }) => {
    const isFirst = !seen.has(twin);
    seen.add(twin);
    return isFirst;
  });
}
