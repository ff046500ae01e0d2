/**
 * The twins that findings of runs name as what chokes, each with what is said of it. Used by
 * `bottlenecks` and `criticality`.
 */
import type { Finding, FindingPart, Kpi, SimulationResult } from '../../simulate/simulator.ts';
import { tellingUtilisation } from '../../simulate/telling.ts';
import { meanOf } from '../kpi-runs.ts';
import { type Gain, gainOf, type Named } from './bottleneck.ts';

/** Kinds of findings that name what chokes: those that leave something undone first. */
const kinds: readonly string[] = [
  'minimumCut',
  'infeasible',
  'deadlock',
  'overload',
  'bottleneck',
  'price',
  'shortage',
];

/** The place of a kind among those; what is before others counts for more. */
export function orderOf(kind: string): number {
  return kinds.indexOf(kind);
}

interface Known {
  finding: Finding;
  readonly byRun: Map<number, FindingPart>;
}

/** Each twin once for each mechanism, with its gain for a key figure, or for any, where one is known. */
export function namedTwins(results: readonly SimulationResult[], kpi?: string): Named[] {
  const found = new Map<string, Known>();
  results.forEach(({ findings }, run) => {
    const choking = findings.filter(({ kind }) => kinds.includes(kind));
    choking.sort((a, b) => orderOf(a.kind) - orderOf(b.kind));
    for (const finding of choking) addParts(found, finding, run);
  });
  const kpis = new Map(results[0]?.kpis.map((each) => [each.name, each]));
  return Array.from(found.values(), (known) => {
    const named = namedBy(known, results.length);
    const gain = knownGain(named, kpis, kpi);
    return gain === undefined ? named : { ...named, gain };
  });
}

/** What findings of a kind that comes first say of a twin holds; later ones add what it leaves open. */
function addParts(found: Map<string, Known>, finding: Finding, run: number): void {
  for (const part of finding.twins.filter(holdsUp)) {
    const key = `${finding.mechanism}\u0000${part.twin}`;
    const known = found.get(key) ?? { finding, byRun: new Map() };
    found.set(key, known);
    if (tellsBetter(finding, known.finding, part.twin)) known.finding = finding;
    known.byRun.set(run, { ...part, ...known.byRun.get(run) });
  }
}

/** Whether a finding is about a twin first, where that of the same kind is not. */
function tellsBetter(finding: Finding, known: Finding, twin: string): boolean {
  const isFirst = ({ twins }: Finding) => twins[0]?.twin === twin;
  return finding.kind === known.kind && isFirst(finding) && !isFirst(known);
}

/** What is used less than `tellingUtilisation` does not, unless its mechanism names it first. */
function holdsUp({ utilisation }: FindingPart, place: number): boolean {
  return place === 0 || utilisation === undefined || utilisation >= tellingUtilisation;
}

function namedBy({ finding, byRun }: Known, runs: number): Named {
  const parts = [...byRun.values()];
  const { twin, unit } = parts[0] as FindingPart;
  const used = meanOfThose(parts, ({ utilisation }) => utilisation);
  const value = used ?? meanOfThose(parts, (part) => part.value);
  const { mechanism, kind } = finding;
  return {
    ...{ twin, mechanism, kind, finding, parts },
    ...(value !== undefined && { value }),
    ...(used === undefined && unit !== undefined && { unit }),
    share: byRun.size / runs,
  };
}

function meanOfThose(
  parts: readonly FindingPart[],
  of: (part: FindingPart) => number | undefined,
): number | undefined {
  const values = parts.flatMap((part) => of(part) ?? []);
  return values.length === 0 ? undefined : meanOf(values);
}

/** The mean of the gains that the mechanism knows, of the figure that is asked for or else of its own. */
function knownGain(
  { parts }: Named,
  kpis: ReadonlyMap<string, Kpi>,
  asked: string | undefined,
): Gain | undefined {
  const gains = parts.flatMap(({ gain }) =>
    gain !== undefined && (asked ?? gain.kpi) === gain.kpi ? [gain] : [],
  );
  const [first] = gains;
  const kpi = kpis.get(first?.kpi ?? '');
  if (first === undefined || kpi === undefined) return undefined;
  const same = gains.filter((gain) => gain.kpi === first.kpi);
  const amount = meanOf(same.map((gain) => gain.amount));
  return gainOf(kpi, { amount, per: first.per, isMeasured: false });
}
