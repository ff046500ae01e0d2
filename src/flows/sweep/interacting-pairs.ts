/**
 * Which pairs of removals have to be run together. The effect of a removal is every twin whose
 * events or outputs differ from the base's in the run of that removal alone, and the twin itself.
 * Two removals interact where their effects have a twin, or a neighbour of theirs, in common; all
 * others are left out, as their figures differ from the base by the sum of the two differences.
 *
 * Exact where influence goes by relationships alone, as in dependency: what two removals change
 * together has inputs that each of them changes. It may miss pairs that act on one another through
 * a figure that no output shows (a shared budget), or by less than 1e-9 of it each.
 */
import { LinchpinError } from '../../model/errors.ts';
import type { TwinGraph } from '../../model/graph.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { SimulationResult } from '../../simulate/simulator.ts';
import { pairCount, removalOf } from './axis.ts';
import type { SweepRooms } from './case-runs.ts';
import type { Pairs } from './sweep-definition.ts';

/** More than these are refused. */
const mostPairs = 5_000_000;
const leastDifference = 1e-9;

/** The pairs by position among the twins, in order; `LIMIT_EXCEEDED` when there are too many. */
export async function interactingPairs(
  { graph, catalogue, simulator }: SweepRooms,
  scenario: Scenario,
  { pairs, signal }: { readonly pairs: Pairs; readonly signal: AbortSignal },
): Promise<(readonly [number, number])[]> {
  const { twins = [] } = pairs;
  const base = await simulator.run({ graph, catalogue, scenario, signal });
  const reached = new Map<string, number[]>();
  for (const [i, twin] of twins.entries()) {
    const edits = [...scenario.edits, removalOf(twin, pairs)];
    const alone = await simulator.run({
      graph,
      catalogue,
      scenario: { ...scenario, edits },
      signal,
    });
    const effect = withNeighbours(graph, effectOf(base, alone).add(twin));
    for (const each of effect) {
      const others = reached.get(each);
      if (others === undefined) reached.set(each, [i]);
      else others.push(i);
    }
  }
  return meeting(twins.length, reached);
}

/** The twins that a run differs in. */
function effectOf(base: SimulationResult, other: SimulationResult): Set<string> {
  const effect = new Set<string>();
  const keyOf = ({ time, twin, effect: what }: SimulationResult['events'][number]) =>
    `${time}\u0000${what}\u0000${twin}`;
  const [before, after] = [new Set(base.events.map(keyOf)), new Set(other.events.map(keyOf))];
  for (const event of base.events) if (!after.has(keyOf(event))) effect.add(event.twin);
  for (const event of other.events) if (!before.has(keyOf(event))) effect.add(event.twin);
  for (const [twin, outputs] of other.outputs) {
    if (!sameOutputs(base.outputs.get(twin), outputs)) effect.add(twin);
  }
  for (const twin of base.outputs.keys()) if (!other.outputs.has(twin)) effect.add(twin);
  return effect;
}

type Outputs = Readonly<Record<string, number | readonly number[]>>;

function sameOutputs(a: Outputs | undefined, b: Outputs): boolean {
  if (a === undefined || Object.keys(a).length !== Object.keys(b).length) return false;
  return Object.entries(b).every(([name, value]) => {
    const other = a[name];
    if (typeof value === 'number') return typeof other === 'number' && near(other, value);
    if (!Array.isArray(other) || other.length !== value.length) return false;
    return value.every((each, i) => near(other[i] as number, each));
  });
}

function near(a: number, b: number): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  return Math.abs(a - b) <= leastDifference * Math.max(Math.abs(a), Math.abs(b));
}

function withNeighbours(graph: TwinGraph, twins: ReadonlySet<string>): Set<string> {
  const all = new Set(twins);
  for (const twin of twins) {
    const node = graph.indexOf(twin);
    if (node < 0) continue;
    for (const edge of Array.from(graph.outEdges(node))) {
      all.add(graph.idAt(graph.targetOf(edge)) ?? twin);
    }
    for (const edge of Array.from(graph.inEdges(node))) {
      all.add(graph.idAt(graph.sourceOf(edge)) ?? twin);
    }
  }
  return all;
}

/** The pairs that are together in any of the lists, in order. */
function meeting(
  count: number,
  reached: ReadonlyMap<string, readonly number[]>,
): (readonly [number, number])[] {
  const partners = Array.from({ length: count }, () => new Set<number>());
  for (const list of reached.values()) {
    for (const [place, first] of list.entries()) {
      const own = partners[first] as Set<number>;
      for (const second of list.slice(place + 1)) own.add(second);
    }
  }
  const size = partners.reduce((sum, own) => sum + own.size, 0);
  if (size > mostPairs) {
    throw new LinchpinError({
      code: 'LIMIT_EXCEEDED',
      where: 'axes',
      message: `${size} of ${pairCount(count)} pairs may interact`,
      expected: `at most ${mostPairs}`,
      action: 'choose fewer twins, such as those that matter most by themselves',
    });
  }
  return partners.flatMap((own, first) =>
    [...own].sort((a, b) => a - b).map((second) => [first, second] as const),
  );
}
