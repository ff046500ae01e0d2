/**
 * A what-if: what changes when a scenario's edits happen, and why. Called by the API and the
 * command line with one snapshot of the store. Writes nothing: the edits live in an overlay.
 *
 * The unedited and the edited run have the same random numbers, so that their difference is the
 * edits' doing. Where a figure is random, the pair is run for several seeds.
 */
import { compareText } from '../model/compare-text.ts';
import type { TwinGraph } from '../model/graph.ts';
import { type Edit, type Scenario, scenarioHash } from '../model/scenario.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import { modelsHash } from '../scenario/models-hash.ts';
import type {
  Finding,
  SimulationEvent,
  SimulationResult,
  Simulator,
} from '../simulate/simulator.ts';
import { type CausesOptions, causesOf } from './causes/causes.ts';
import type { KpiCauses } from './causes/kpi-causes.ts';
import { defaultHorizonSeconds, defaultSeed, replicationsOf } from './run-defaults.ts';
import { baseRun } from './whatif-base-runs.ts';
import { type Explanation, type ExplanationOptions, explain } from './whatif-explanation.ts';
import { compareKpis, type KpiChange, type KpiPair } from './whatif-kpis.ts';
import { effectRanks } from './whatif-ranks.ts';
import { type Pair, randomKpisOf, replicas } from './whatif-replicas.ts';

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
  /** How many seeds are run where a figure is random, 2 … 1,000; 10 by default. */
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
  /**
   * How much of each figure's difference is owed to each edit, in the order of `kpis`. Runs
   * combinations of the edits when it is asked; `LIMIT_EXCEEDED` where there are too many edits.
   */
  causes(options?: CausesOptions): Promise<readonly KpiCauses[]>;
  /** Why things are so in the edited run of the first seed: what is new first. */
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

/** Throws what `Simulator.run` throws for edits that do not fit. */
export async function runWhatIf(rooms: WhatIfRooms, request: WhatIfRequest): Promise<WhatIf> {
  const { simulator } = rooms;
  const { edits } = request;
  const { unedited, scenario } = questionOf(rooms, request);
  const edited = await simulator.run({ ...unedited, scenario });
  const base = await baseRun(simulator, unedited);
  const first: Pair = { base: base.result, edited };
  const random = randomKpisOf(first);
  const replications = replicationsOf(request.replications);
  const more = random.length > 0 ? replications - 1 : 0;
  const seeds = Array.from({ length: more }, (_, i) => (scenario.seed + i + 1) >>> 0);
  const others = await replicas(simulator, unedited, { first, base, random, edits, seeds });
  const pairs: KpiPair[] = [[first.base.kpis, first.edited.kpis], ...others];
  const kpis = compareKpis(pairs);
  const game = { simulator, unedited, edits, seeds: [scenario.seed, ...seeds], random, pairs };
  return {
    scenario: scenarioHash(scenario),
    revision: scenario.base,
    kpis,
    causes: keptByRuns((options) =>
      causesOf({ ...game, kpis: kpis.map(({ name }) => name), changes: kpis }, options),
    ),
    ...effectsOf(rooms, scenario.edits, first),
    findings: newFirst(first),
    get outputs() {
      return first.edited.outputs;
    },
    get baseOutputs() {
      return first.base.outputs;
    },
  };
}

/** The run without the edits, and the scenario with them. */
function questionOf(
  { snapshot: graph, catalogue }: WhatIfRooms,
  { before = [], seed = defaultSeed, signal, ...asked }: WhatIfRequest,
) {
  const { horizonSeconds = defaultHorizonSeconds } = asked;
  const edits = [...before, ...asked.edits];
  const models = modelsHash(catalogue);
  const scenario: Scenario = { base: graph.revision, models, edits, seed, horizonSeconds };
  const unedited = { graph, catalogue, scenario: { ...scenario, edits: before } };
  return { scenario, unedited: { ...unedited, ...(signal !== undefined && { signal }) } };
}

function newFirst({ base, edited }: Pair): WhatIfFinding[] {
  const known = new Set(base.findings.map(({ text }) => text));
  return edited.findings
    .map((finding) => ({ ...finding, isNew: !known.has(finding.text) }))
    .sort((a, b) => Number(b.isNew) - Number(a.isNew));
}

/** What happens in one of the two runs alone. */
function effectsOf(
  { snapshot: graph, catalogue }: WhatIfRooms,
  edits: readonly Edit[],
  pair: Pair,
): Pick<WhatIf, 'timeline' | 'affected' | 'affectedBy' | 'explain'> {
  const timeline = differing(pair);
  const touched = timeline.filter((event) => event.run === 'edited');
  const affected = firstEvents(touched);
  const modelOf = modelsOf(graph, edits);
  return {
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
      return explain({ events: pair.edited.events, affected, rankOf }, options);
    },
  };
}

type Causes = WhatIf['causes'];

/** The same, asked once for each number of runs. */
function keptByRuns(causes: Causes): Causes {
  const kept = new Map<number | undefined, ReturnType<Causes>>();
  return (options = {}) => {
    const known = kept.get(options.runs) ?? causes(options);
    kept.set(options.runs, known);
    return known;
  };
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
