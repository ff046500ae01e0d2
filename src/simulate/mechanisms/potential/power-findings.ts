/** Says why a network is as it is: islands in the dark, overloads, trips, prices, contradictions. */
import type { Finding } from '../../simulator.ts';
import { loadingOf, overloadedLines } from './overload-cascade.ts';
import { mostOf } from './power-case.ts';
import type { PowerSolution } from './power-solution.ts';

/** Twins that a finding lists at most. */
const listed = 20;
/** Megawatt below which nothing is told. */
const least = 1e-6;

/** A line that tripped, and its flow over its capacity before. */
export interface Trip {
  readonly twin: string;
  readonly loading: number;
}

type Twins = Finding['twins'];

export function powerFindings(solution: PowerSolution): Finding[] {
  return [
    ...darkness(solution),
    ...overloads(solution),
    ...conflict(solution),
    ...prices(solution),
  ];
}

/** Lines and sources that carry or give more than they may. */
export function overloaded({ laid: { model }, flows, generation }: PowerSolution) {
  const capacity = Float64Array.from(model.lines, (line) => line.capacity);
  const sources = model.sources.flatMap((source, s) => {
    const power = generation[s] as number;
    return power > mostOf(source) + least ? [s] : [];
  });
  return { lines: overloadedLines(flows, capacity), sources };
}

function finding(kind: string, text: string, twins: Twins): Finding {
  return { mechanism: 'potential', kind, text, twins: twins.slice(0, listed) };
}

function darkness({ laid, dark }: PowerSolution): Finding[] {
  const { loads } = laid.model;
  const unserved = loads.filter(({ at, demand }) => dark[at] === 1 && demand > least);
  if (unserved.length === 0) return [];
  const buses = new Set(unserved.map(({ at }) => at)).size;
  const total = unserved.reduce((sum, { demand }) => sum + demand, 0);
  const twins = unserved
    .map(({ twin, demand }) => ({ twin, value: demand, unit: 'megawatt' }))
    .sort((a, b) => b.value - a.value);
  const text = `${power(total)} of ${count(unserved.length, 'load', 'loads')} at ${count(buses, 'bus', 'buses')} are not served, because no working source reaches them.`;
  return [finding('island', text, twins)];
}

/** Rounds of trips in the order in which they came; a text and every line with its loading. */
export function tripFindings(rounds: readonly (readonly Trip[])[]): Finding[] {
  if (rounds.length === 0) return [];
  const twins = rounds.flat().map(({ twin, loading }) => ({ twin, ...finite(loading) }));
  const text = `${count(twins.length, 'line', 'lines')} tripped by overload in ${count(rounds.length, 'round', 'rounds')}, listed with their loading in the order of tripping.`;
  return [finding('cascade', text, twins)];
}

function overloads(solution: PowerSolution): Finding[] {
  const { laid, flows, generation } = solution;
  const { model } = laid;
  const { lines, sources } = overloaded(solution);
  if (lines.length + sources.length === 0) return [];
  const twins = [
    ...lines.map((l) => ({
      twin: model.lines[l]?.twin as string,
      value: loadingOf(flows[l] as number, model.lines[l]?.capacity as number),
    })),
    ...sources.map((s) => ({
      twin: model.sources[s]?.twin as string,
      value: loadingOf(generation[s] as number, model.sources[s]?.maximum as number),
    })),
  ].sort((a, b) => b.value - a.value);
  const [worst] = twins;
  const text = `${twins.length} of lines and sources are above their capacity; the worst is ${worst?.twin} at ${percent(worst?.value as number)}.`;
  const told = twins.map(({ twin, value }) =>
    Number.isFinite(value) ? { twin, value, utilisation: value } : { twin },
  );
  return [finding('overload', text, told)];
}

function conflict({ laid: { model }, served, optimal }: PowerSolution): Finding[] {
  if (optimal?.conflict === undefined) return [];
  const { lines, generators, nodes } = optimal.conflict;
  const unserved = model.loads.reduce(
    (sum, { demand }, l) => sum + Math.max(0, demand - (served[l] as number)),
    0,
  );
  const twins = [
    ...lines.map(({ line }) => ({ twin: model.lines[line]?.twin as string })),
    ...generators.map((generator) => ({ twin: model.sources[generator]?.twin as string })),
    ...nodes.map((node) => ({ twin: model.nodes[node]?.twin as string })),
  ];
  const parts = [
    count(lines.length, 'line limit', 'line limits'),
    count(generators.length, 'source limit', 'source limits'),
    `the balance of ${count(nodes.length, 'bus', 'buses')}`,
  ];
  const text = `Not all limits can be kept: ${parts.join(', ')} contradict one another, and without any one of them they would not. At least ${power(unserved)} stay unserved.`;
  return [finding('infeasible', text, twins)];
}

function prices({ laid: { model }, optimal }: PowerSolution): Finding[] {
  const binding = optimal?.binding ?? [];
  const [first] = binding;
  if (first === undefined) return [];
  const twins = binding.map(({ line, limit, value }) => {
    const twin = model.lines[line]?.twin as string;
    if (limit === 'angle') return { twin, value };
    const gain = { kpi: 'generationCost', amount: -value, per: 'megawatt' };
    return { twin, value, utilisation: 1, gain };
  });
  const text = `${count(binding.length, 'line stands at its limit', 'lines stand at their limits')}; one megawatt more through ${twins[0]?.twin} would save ${rounded(first.value)} an hour.`;
  return [finding('price', text, twins)];
}

function count(number: number, one: string, several: string): string {
  return `${number} ${number === 1 ? one : several}`;
}

function power(megawatt: number): string {
  return `${rounded(megawatt)} MW`;
}

function percent(share: number): string {
  return Number.isFinite(share) ? `${rounded(100 * share)} %` : 'more than nothing on no capacity';
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(5)));
}

/** A figure only where it is a number. */
function finite(value: number): { readonly value?: number } {
  return Number.isFinite(value) ? { value } : {};
}
