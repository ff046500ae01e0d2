/**
 * What chokes in a graph, and what one more unit of it would be worth: the findings of the
 * mechanisms, twin by twin. Called by the API on the present, the past and scenarios.
 */
import type { SimulationResult } from '../../simulate/simulator.ts';
import { type KpiQuestion, type KpiRooms, KpiRuns } from '../kpi-runs.ts';
import { defaultSeed, replicationsOf } from '../run-defaults.ts';
import { type Bottleneck, type Named, sentenceOf } from './bottleneck.ts';
import { byImportance, saysSomething } from './importance.ts';
import { tenthOf, withMeasuredGains } from './measured-gains.ts';
import { namedTwins } from './named-twins.ts';

export interface BottlenecksRequest extends Omit<KpiQuestion, 'kpi'> {
  /**
   * Name of the key figure that gains are told of: by running again with more of each twin, where
   * no mechanism has a price for it. Without one, the gains are those that mechanisms know of.
   */
  readonly kpi?: string;
}

/**
 * The most important first. Those come before others of which a tenth more (of a station one machine
 * more; one unit where the capacity is not known) improves the key figure of the gain by 0.1 % or
 * more, by that share of it. The rest follow: first what leaves something undone (cuts,
 * contradictions, deadlocks, overloads), then by utilisation, weighed by the share of runs that name
 * it; last what makes the figure worse. What is used to less than nine tenths and gains nothing is
 * left out. Each twin comes once for each mechanism. Where anything is random, figures and gains are
 * means over the runs that name it.
 */
export async function bottlenecks(
  rooms: KpiRooms,
  { kpi, ...question }: BottlenecksRequest,
): Promise<Bottleneck[]> {
  const runs = kpi === undefined ? undefined : await KpiRuns.open(rooms, { ...question, kpi });
  const results = await resultsOf(rooms, question, runs?.base);
  const kpis = new Map(results[0]?.kpis.map((each) => [each.name, each]));
  const named = namedTwins(results, kpi);
  const found =
    runs === undefined ? named : await withMeasuredGains(rooms, { runs, results }, named);
  return found
    .map((each) => ({ ...each, ...tenthOf(rooms, each) }))
    .filter((each) => saysSomething(each, kpis))
    .sort((a, b) => byImportance(a, b, kpis))
    .map(ranked);
}

/** Of several seeds where anything is random. */
async function resultsOf(
  { snapshot: graph, catalogue, simulator }: KpiRooms,
  { before = [], seed = defaultSeed, horizonSeconds, ...rest }: Omit<KpiQuestion, 'kpi'>,
  known: SimulationResult | undefined,
): Promise<SimulationResult[]> {
  const { replications, signal } = rest;
  const run = (keyed: number) => {
    const scenario = { base: graph.revision, edits: before, seed: keyed, horizonSeconds };
    return simulator.run({ graph, catalogue, scenario, ...(signal && { signal }) });
  };
  const first = known ?? (await run(seed));
  const count = first.random ? replicationsOf(replications) : 1;
  const results = [first];
  for (let more = 1; more < count; more++) results.push(await run((seed + more) >>> 0));
  return results;
}

function ranked(named: Named, place: number): Bottleneck {
  const { finding: _, parts: __, tenth: ___, ...bottleneck } = named;
  return { ...bottleneck, rank: place + 1, text: sentenceOf(named) };
}
