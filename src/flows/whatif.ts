/**
 * A what-if: what changes when a scenario's edits happen, and why. Called by the API and the
 * command line with one snapshot of the store. Writes nothing: the edits live in an overlay.
 *
 * The unedited and the edited run have the same random numbers, so that their difference is the
 * edits' doing. Where demand is random, the pair is run for several seeds.
 */
import { compareText } from '../model/compare-text.ts';
import { refusal } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import { type Edit, type Scenario, scenarioHash } from '../model/scenario.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import { modelsHash } from '../scenario/models-hash.ts';
import type {
  Finding,
  Kpi,
  SimulationEvent,
  SimulationResult,
  Simulator,
} from '../simulate/simulator.ts';
import { type Explanation, type ExplanationOptions, explain } from './whatif-explanation.ts';
import { compareKpis, type KpiChange, type KpiPair } from './whatif-kpis.ts';
import { effectRanks } from './whatif-ranks.ts';

/** What a what-if is made of. */
export interface WhatIfRooms {
  readonly snapshot: TwinGraph;
  readonly catalogue: Catalogue;
  readonly simulator: Simulator;
}

export interface WhatIfRequest {
  readonly edits: readonly Edit[];
  /** Edits that both runs begin with: what they are in a scenario that is asked on. None by default. */
  readonly before?: readonly Edit[];
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
  /** Why things are so in the edited run of the first seed. */
  readonly findings: readonly WhatIfFinding[];
  /** What the mechanisms say of each twin in the edited run of the first seed, and in the base's. */
  readonly outputs: SimulationResult['outputs'];
  readonly baseOutputs: SimulationResult['outputs'];
}

export interface WhatIfFinding extends Finding {
  /** Whether the run without the edits has no equal one. */
  readonly isNew: boolean;
}

export interface AffectedFilter {
  readonly model?: string;
  readonly effect?: SimulationEvent['effect'];
}

export interface TimelineEvent extends SimulationEvent {
  /** `base`: it would have happened without the edits, and does not with them. */
  readonly run: 'base' | 'edited';
}

/** What is taken where a request says nothing. */
export const defaultHorizonSeconds = 30 * 86_400;
export const defaultSeed = 1;

/** Throws what `Simulator.run` throws for edits that do not fit. */
export async function runWhatIf(rooms: WhatIfRooms, request: WhatIfRequest): Promise<WhatIf> {
  const { snapshot: graph, catalogue, simulator } = rooms;
  const { before = [], seed = defaultSeed, signal } = request;
  const edits = [...before, ...request.edits];
  const { horizonSeconds = defaultHorizonSeconds } = request;
  const models = modelsHash(catalogue);
  const scenario: Scenario = { base: graph.revision, models, edits, seed, horizonSeconds };
  const shared = { graph, catalogue, ...(signal === undefined ? {} : { signal }) };
  const unedited = { ...shared, scenario: { ...scenario, edits: before } };
  const edited = await simulator.run({ ...shared, scenario });
  const first: Pair = { base: await baseRun(simulator, unedited), edited };
  const isRandom = first.edited.random || first.base.random;
  const more = isRandom ? replicationsOf(request) - 1 : 0;
  const seeds = Array.from({ length: more }, (_, i) => (seed + i + 1) >>> 0);
  const others = await replicas(simulator, unedited, { first, edits: request.edits, seeds });
  const timeline = differing(first);
  const touched = timeline.filter((event) => event.run === 'edited');
  const affected = firstEvents(touched);
  const modelOf = modelsOf(graph, edits);
  return {
    scenario: scenarioHash(scenario),
    revision: graph.revision,
    kpis: compareKpis([[first.base.kpis, first.edited.kpis], ...others]),
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
    findings: first.edited.findings.map((finding) => ({
      ...finding,
      isNew: first.base.findings.every(({ text }) => text !== finding.text),
    })),
    get outputs() {
      return first.edited.outputs;
    },
    get baseOutputs() {
      return first.base.outputs;
    },
  };
}

interface Pair {
  readonly base: SimulationResult;
  readonly edited: SimulationResult;
}

type BaseRequest = Parameters<Simulator['run']>[0];

/** Unedited runs by simulator, graph, seed, horizon and what they begin with; the oldest go first. */
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
  const edits = scenario.edits.length === 0 ? '' : scenarioHash(scenario);
  const key = `${id} ${scenario.seed} ${scenario.horizonSeconds} ${edits}`;
  const known = runs.get(key);
  if (known !== undefined) return known;
  const result = await simulator.run(request);
  runs.set(key, result);
  if (runs.size > keptRuns) runs.delete(runs.keys().next().value as string);
  return result;
}

interface Replicas {
  readonly first: Pair;
  readonly edits: readonly Edit[];
  readonly seeds: readonly number[];
}

/** The figures of both runs for other seeds: those that the first pair has. */
async function replicas(
  simulator: Simulator,
  unedited: BaseRequest,
  { first, edits, seeds }: Replicas,
): Promise<KpiPair[]> {
  if (seeds.length === 0) return [];
  const wanted = [...first.edited.kpis, ...first.base.kpis];
  const known = [...new Map(wanted.map((kpi) => [kpi.name, kpi])).values()];
  const cases = seeds.flatMap((seed) => [
    { edits: [], seed },
    { edits, seed },
  ]);
  const kpis = known.map(({ name }) => name);
  const { figures, problems } = await simulator.runCases({ ...unedited, cases, kpis });
  if (problems.length > 0) throw refusal(problems);
  const row = (index: number) =>
    known.map((kpi, k): Kpi => ({ ...kpi, value: figures[index * known.length + k] || 0 }));
  return seeds.map((_, i) => [row(2 * i), row(2 * i + 1)]);
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
function modelsOf(graph: TwinGraph, edits: readonly Edit[]): (twin: string) => string {
  const added = new Map(
    edits.flatMap((edit) => ('addTwin' in edit ? [[edit.addTwin.id, edit.addTwin.model]] : [])),
  );
  return (twin) => graph.twin(twin)?.model ?? added.get(twin) ?? '';
}
