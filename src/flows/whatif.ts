/**
 * A what-if: what changes when a scenario's edits happen, and why. Called by the API and the
 * command line with one snapshot of the store. Writes nothing: the edits live in an overlay.
 *
 * The unedited and the edited run have the same random numbers, so that their difference is the
 * edits' doing. Where demand is random, the pair is run for several seeds.
 */
import { compareText } from '../model/compare-text.ts';
import type { TwinGraph } from '../model/graph.ts';
import { type Edit, type Scenario, scenarioHash } from '../model/scenario.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import type { SimulationEvent, SimulationResult, Simulator } from '../simulate/simulator.ts';
import { type Explanation, type ExplanationOptions, explain } from './whatif-explanation.ts';
import { compareKpis, type KpiChange } from './whatif-kpis.ts';
import { effectRanks } from './whatif-ranks.ts';

/** What a what-if is made of. */
export interface WhatIfRooms {
  readonly snapshot: TwinGraph;
  readonly catalogue: Catalogue;
  readonly simulator: Simulator;
}

export interface WhatIfRequest {
  readonly edits: readonly Edit[];
  /** Keys every random draw; 1 by default. */
  readonly seed?: number;
  /** 30 days by default. */
  readonly horizonSeconds?: number;
  /** How many seeds are run where demand is random, 2 … 1,000; 10 by default. */
  readonly replications?: number;
  readonly signal?: AbortSignal;
}

export interface WhatIf {
  /** The scenario's hash. */
  readonly scenario: string;
  /** Revision of the graph that was looked at. */
  readonly revision: number;
  readonly kpis: readonly KpiChange[];
  /** The events of the first seed that happen in one of the two runs alone, in order. */
  readonly timeline: readonly TimelineEvent[];
  /** The twins that the edits touch, by the first event of each in the edited run. */
  readonly affected: readonly SimulationEvent[];
  /** The same for the events of one effect, and the twins of a model or its subtypes. */
  affectedBy(filter: AffectedFilter): readonly SimulationEvent[];
  /** From effects back to the edits; see `explain` for its order and bounds. */
  explain(options?: ExplanationOptions): readonly Explanation[];
  /** What the mechanisms say of each twin in the edited run of the first seed. */
  readonly outputs: SimulationResult['outputs'];
}

export interface AffectedFilter {
  readonly model?: string;
  readonly effect?: SimulationEvent['effect'];
}

export interface TimelineEvent extends SimulationEvent {
  /** `base`: it would have happened without the edits, and does not with them. */
  readonly run: 'base' | 'edited';
}

const defaultHorizonSeconds = 30 * 86_400;

/** Throws what `Simulator.run` throws for edits that do not fit. */
export async function runWhatIf(rooms: WhatIfRooms, request: WhatIfRequest): Promise<WhatIf> {
  const { snapshot: graph, catalogue, simulator } = rooms;
  const { edits, seed = 1, horizonSeconds = defaultHorizonSeconds, signal } = request;
  const scenario: Scenario = { base: graph.revision, edits, seed, horizonSeconds };
  const run = async (replication: number): Promise<Pair> => {
    const own = { ...scenario, seed: replication === 0 ? seed : (seed + replication) >>> 0 };
    const shared = { graph, catalogue, ...(signal === undefined ? {} : { signal }) };
    const edited = await simulator.run({ ...shared, scenario: own });
    const unedited = { ...shared, scenario: { ...own, edits: [] } };
    return { base: await baseRun(simulator, unedited), edited };
  };
  const pairs = [await run(0)];
  const [first] = pairs as [Pair];
  const wanted = first.edited.random || first.base.random ? replicationsOf(request) : 1;
  while (pairs.length < wanted) pairs.push(await run(pairs.length));
  const timeline = differing(first);
  const touched = timeline.filter((event) => event.run === 'edited');
  const affected = firstEvents(touched);
  const modelOf = models(graph, edits);
  return {
    scenario: scenarioHash(scenario),
    revision: graph.revision,
    kpis: compareKpis(pairs.map(({ base, edited }) => [base.kpis, edited.kpis])),
    timeline,
    affected,
    affectedBy: ({ model, effect }) =>
      firstEvents(
        touched.filter(
          (event) =>
            (effect === undefined || event.effect === effect) &&
            (model === undefined || catalogue.isA(modelOf(event.twin), model)),
        ),
      ),
    explain: (options) => {
      const rankOf = effectRanks(graph, catalogue, modelOf);
      return explain({ events: first.edited.events, affected, rankOf }, options);
    },
    get outputs() {
      return first.edited.outputs;
    },
  };
}

interface Pair {
  readonly base: SimulationResult;
  readonly edited: SimulationResult;
}

type BaseRequest = Parameters<Simulator['run']>[0];

/** Unedited runs by simulator, graph, seed and horizon; the oldest go first. */
const baseRuns = new WeakMap<Simulator, WeakMap<TwinGraph, Map<string, SimulationResult>>>();
const keptRuns = 64;
const catalogueIds = new WeakMap<Catalogue, number>();
let catalogues = 0;

async function baseRun(simulator: Simulator, request: BaseRequest): Promise<SimulationResult> {
  const { graph, catalogue, scenario } = request;
  const byGraph =
    baseRuns.get(simulator) ?? new WeakMap<TwinGraph, Map<string, SimulationResult>>();
  baseRuns.set(simulator, byGraph);
  const runs = byGraph.get(graph) ?? new Map<string, SimulationResult>();
  byGraph.set(graph, runs);
  const id = catalogueIds.get(catalogue) ?? catalogues++;
  catalogueIds.set(catalogue, id);
  const key = `${id} ${scenario.seed} ${scenario.horizonSeconds}`;
  const known = runs.get(key);
  if (known !== undefined) return known;
  const result = await simulator.run(request);
  runs.set(key, result);
  if (runs.size > keptRuns) runs.delete(runs.keys().next().value as string);
  return result;
}

function replicationsOf({ replications = 10 }: WhatIfRequest): number {
  return Math.min(1000, Math.max(2, Math.floor(replications)));
}

/** Events of one run alone, by time, step and twin; an event is its time, twin and effect. */
function differing({ base, edited }: Pair): TimelineEvent[] {
  const without = (events: readonly SimulationEvent[], others: readonly SimulationEvent[]) => {
    const known = new Set(others.map(keyOf));
    return events.filter((event) => !known.has(keyOf(event)));
  };
  const timeline: TimelineEvent[] = [
    ...without(edited.events, base.events).map((event) => ({ ...event, run: 'edited' as const })),
    ...without(base.events, edited.events).map((event) => ({ ...event, run: 'base' as const })),
  ];
  return timeline.sort((a, b) => a.time - b.time || a.step - b.step || compareText(a.twin, b.twin));
}

function keyOf({ time, twin, effect }: SimulationEvent): string {
  return `${time}\u0000${twin}\u0000${effect}`;
}

function firstEvents(events: readonly TimelineEvent[]): SimulationEvent[] {
  const first = new Map<string, SimulationEvent>();
  for (const { run: _, ...event } of events) {
    if (!first.has(event.twin)) first.set(event.twin, event);
  }
  return [...first.values()];
}

/** Models of twins, of those that only the edits make too; empty for one that is nowhere. */
function models(graph: TwinGraph, edits: readonly Edit[]): (twin: string) => string {
  const added = new Map(
    edits.flatMap((edit) => ('addTwin' in edit ? [[edit.addTwin.id, edit.addTwin.model]] : [])),
  );
  return (twin) => graph.twin(twin)?.model ?? added.get(twin) ?? '';
}
