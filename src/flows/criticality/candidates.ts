/**
 * Which twins a criticality looks at: those asked for, less those whose loss can change nothing, the
 * most promising first. Called by `criticality`.
 */
import { behaviourOf, behaviours } from '../../behaviour/behaviours.ts';
import { dependencyNetwork } from '../../behaviour/build-dependency-network.ts';
import { compareText } from '../../model/compare-text.ts';
import type { TwinGraph } from '../../model/graph.ts';
import type { Catalogue } from '../../ontology/catalogue.ts';
import type { SimulationResult } from '../../simulate/simulator.ts';
import type { Named } from '../bottlenecks/bottleneck.ts';
import { byImportance } from '../bottlenecks/importance.ts';
import { namedTwins } from '../bottlenecks/named-twins.ts';

export interface Candidates {
  /** To run, the most promising first. */
  readonly ids: readonly string[];
  /** Whose loss changes nothing, by id. */
  readonly pruned: readonly string[];
  /** How many of `ids` come first because a mechanism named them. */
  readonly screened: number;
  /** What mechanisms name as choking, the most important first. */
  readonly named: ReadonlyMap<string, Named>;
}

/** A twin in these alone is moved by no mechanism. */
const passive = new Set<string>([behaviours.asset, behaviours.dependent]);

export interface CandidateGround {
  readonly graph: TwinGraph;
  readonly catalogue: Catalogue;
  /** Name of the key figure. */
  readonly kpi: string;
}

export function candidatesOf(
  ground: CandidateGround,
  twins: readonly string[],
  base: SimulationResult,
): Candidates {
  const { graph } = ground;
  const kpis = new Map(base.kpis.map((each) => [each.name, each]));
  const named = new Map<string, Named>();
  for (const each of namedTwins([base]).sort((a, b) => byImportance(a, b, kpis))) {
    if (!named.has(each.twin)) named.set(each.twin, each);
  }
  const isActive = activity(ground, base);
  const [ids, pruned]: [string[], string[]] = [[], []];
  for (const id of twins) (named.has(id) || isActive(id) ? ids : pruned).push(id);
  const places = new Map(Array.from(named.keys(), (id, place) => [id, place]));
  const placeOf = (id: string) => places.get(id) ?? places.size;
  const degree = new Map(ids.map((id) => [id, graph.inEdges(graph.indexOf(id)).length]));
  ids.sort(
    (a, b) =>
      placeOf(a) - placeOf(b) ||
      (degree.get(b) as number) - (degree.get(a) as number) ||
      compareText(a, b),
  );
  return { ids, pruned, named, screened: ids.filter((id) => named.has(id)).length };
}

/**
 * Whether the loss of a twin can change anything: it has a behaviour that a mechanism moves, a
 * mechanism says something of it, or others depend on it.
 */
function activity(
  { graph, catalogue, kpi }: CandidateGround,
  { outputs }: SimulationResult,
): (id: string) => boolean {
  const moving = Object.values(behaviours)
    .filter((id) => !passive.has(id))
    .map((id) => behaviourOf(graph, catalogue, id));
  const isMoving = byModel((model) => moving.some((behaviour) => behaviour.has(model)));
  const { dependentOffsets: offsets } = dependencyNetwork(graph, catalogue);
  // The figures of failures count whoever takes part.
  const isCounted = kpi.startsWith('failed');
  return (id) => {
    const node = graph.indexOf(id);
    if (isMoving(graph.modelAt(node) ?? '')) return true;
    if ((offsets[node + 1] as number) > (offsets[node] as number)) return true;
    return Object.keys(outputs.get(id) ?? {}).some((name) => isCounted || name !== 'working');
  };
}

function byModel(test: (model: string) => boolean): (model: string) => boolean {
  const known = new Map<string, boolean>();
  return (model) => {
    const found = known.get(model) ?? test(model);
    known.set(model, found);
    return found;
  };
}
