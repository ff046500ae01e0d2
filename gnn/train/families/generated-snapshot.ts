/**
 * Power grids at one moment on generated graphs: reactances by length, loads and generators anywhere,
 * ratings above the flow while all work. The numbers are assumptions of ours.
 */
import { type GridSnapshot, gridSnapshot } from '../../../src/evaluate/dc-cascade/grid-snapshot.ts';
import type { RandomStream } from '../../../src/model/random.ts';
import { between, distance, type PlacedGraph } from './placed-graph.ts';
import { drawnByWeight } from './weighted-draw.ts';

/** `byLength` where reactances follow the lengths of lines, else they are drawn on their own. */
export function generatedSnapshot(
  random: RandomStream,
  placed: PlacedGraph,
  { byLength }: { readonly byLength: boolean },
): GridSnapshot {
  const { graph } = placed;
  const reactance = byLength ? reactancesByLength(random, placed) : drawnReactances(random, placed);
  const demand = Float64Array.from({ length: graph.nodeCount }, () => {
    const [has, draw] = [random.uniform() < 0.75, random.normal()];
    return has ? Math.exp(0.8 * draw) : 0;
  });
  const generation = generationFor(random, demand);
  const margins = drawnMargins(random, graph.from.length);
  return gridSnapshot({
    lines: reactance.map((x, line) => ({
      from: graph.from[line] as number,
      to: graph.to[line] as number,
      susceptance: 1 / x,
    })),
    demand,
    generation,
    margin: (line) => margins[line] as number,
  });
}

function drawnReactances(random: RandomStream, { graph }: PlacedGraph): number[] {
  return Array.from(graph.from, () => Math.exp(0.5 * random.normal()));
}

/** Proportional to length, but for the least that every line has, and noise. */
function reactancesByLength(random: RandomStream, placed: PlacedGraph): number[] {
  const { from, to } = placed.graph;
  const lengths = Array.from(from, (a, line) => 0.02 + distance(placed, a, to[line] as number));
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  return lengths.map((length) => (length / mean) * Math.exp(0.3 * random.normal()));
}

/** As much as is taken, at a tenth to a third of the nodes, two at least. */
function generationFor(random: RandomStream, demand: Float64Array): Float64Array {
  const count = Math.max(2, Math.floor(demand.length * between(random, 0.1, 0.35)));
  const nodes = drawnByWeight(random, new Array<number>(demand.length).fill(1), count);
  const generation = new Float64Array(demand.length);
  for (const node of nodes)
    generation[node] = Math.exp(0.7 * random.normal()) * between(random, 0.3, 1);
  const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
  const scale = total(demand) / total(generation);
  return generation.map((value) => value * scale);
}

/** Rating over flow: the same for all lines of one grid in three, else drawn, some of them ample. */
function drawnMargins(random: RandomStream, lines: number): number[] {
  const alike = random.integer(3) === 0 ? 1 + between(random, 0.2, 1) : undefined;
  return Array.from({ length: lines }, () => {
    const ample = random.uniform() < 0.7 ? 1 : 3;
    return alike ?? 1 + between(random, 0.05, 1.2) * ample;
  });
}
