/**
 * What a sweep learns before its first case, from runs of its base and of its first and last case:
 * which figures there are, and whether anything is random. Used by `runSweep` and `estimateSweep`.
 */
import { LinchpinError } from '../../model/errors.ts';
import type { Edit } from '../../model/scenario.ts';
import { nearName } from '../../ontology/near-name.ts';
import type { SimulationResult } from '../../simulate/simulator.ts';
import { pairCount } from './axis.ts';
import type { SweepRooms } from './case-runs.ts';
import { CaseSpace } from './case-space.ts';
import { interactingPairs } from './interacting-pairs.ts';
import type { AxisDefinition, Pairs, SweepDefinition } from './sweep-definition.ts';
import type { SweepKpi, SweepSetup } from './sweep-records.ts';

const defaultReplications = 10;
/** So few pairs are all run: to find out which can interact would take as long. */
const fewPairs = 1000;

export async function setUp(
  rooms: SweepRooms,
  definition: SweepDefinition,
  signal: AbortSignal,
): Promise<SweepSetup> {
  const probes = await probe(rooms, definition, signal);
  const axes: AxisDefinition[] = [];
  let pruned = 0;
  for (const axis of definition.axes) {
    if (!('pairs' in axis) || isRunWhole(axis.pairs)) axes.push(axis);
    else {
      const chosen = await interactingPairs(rooms, definition.scenario, {
        pairs: axis.pairs,
        signal,
      });
      pruned += pairCount(axis.pairs.twins?.length ?? 0) - chosen.length;
      axes.push({ pairs: { ...axis.pairs, chosen } });
    }
  }
  return { axes, pruned, ...probes };
}

/** Whether all pairs of an axis are run. */
export function isRunWhole({ exhaustive, twins = [] }: Pairs): boolean {
  return exhaustive === true || pairCount(twins.length) <= fewPairs;
}

/** The figures and the replications alone. */
export async function probe(
  rooms: SweepRooms,
  definition: SweepDefinition,
  signal: AbortSignal,
): Promise<Pick<SweepSetup, 'kpis' | 'replications'>> {
  const space = new CaseSpace(definition.axes, definition.scenario.seed);
  const results = [await runWith(rooms, definition, { edits: [], signal })];
  for (const index of new Set([0, lastOf(space.size)])) {
    try {
      results.push(await runWith(rooms, definition, { edits: space.editsAt(index), signal }));
    } catch (error) {
      // A case that cannot be run is told of when its turn comes.
      if (!(error instanceof LinchpinError) || error.retriable) throw error;
    }
  }
  const kpis = kpisOf(results, definition);
  const random = results.some(({ randomKpis }) => kpis.some(({ name }) => randomKpis.has(name)));
  return { kpis, replications: replicationsOf(definition, random) };
}

/** The last case, or one far out when there are more than can be counted exactly. */
function lastOf(size: number): number {
  return Math.max(0, Math.min(size, Number.MAX_SAFE_INTEGER) - 1);
}

function runWith(
  { graph, catalogue, simulator }: SweepRooms,
  { scenario }: SweepDefinition,
  { edits, signal }: { readonly edits: readonly Edit[]; readonly signal: AbortSignal },
): Promise<SimulationResult> {
  const whole = { ...scenario, edits: [...scenario.edits, ...edits] };
  return simulator.run({ graph, catalogue, scenario: whole, signal });
}

function kpisOf(results: readonly SimulationResult[], definition: SweepDefinition): SweepKpi[] {
  const known = new Map<string, SweepKpi>();
  for (const { kpis } of results) {
    for (const { name, unit, better } of kpis) {
      if (known.has(name)) continue;
      known.set(name, { name, better, ...(unit !== undefined && { unit }) });
    }
  }
  const { kpis, precision, best } = definition;
  const needed = [
    ...(kpis?.map((name, i) => [name, `kpis[${i}]`] as const) ?? []),
    ...(precision === undefined ? [] : [[precision.kpi, 'precision.kpi'] as const]),
    ...(best === undefined ? [] : [[best.kpi, 'best.kpi'] as const]),
  ];
  for (const [name, where] of needed) {
    if (!known.has(name)) throw unknownKpi(name, where, [...known.keys()]);
  }
  if (kpis === undefined) return [...known.values()];
  return [...new Set(needed.map(([name]) => name))].map((name) => known.get(name) as SweepKpi);
}

function unknownKpi(name: string, where: string, known: readonly string[]): LinchpinError {
  const near = nearName(name, known);
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where,
    message: `the scenario has no key figure ${name}`,
    expected: `one of ${known.join(', ')}`,
    action: near === undefined ? 'choose one of these' : `did you mean ${near}?`,
  });
}

function replicationsOf({ replications, precision, best }: SweepDefinition, random: boolean) {
  if (replications !== undefined) return replications;
  if (!random) return 1;
  return Math.min(defaultReplications, precision?.most ?? best?.most ?? defaultReplications);
}
