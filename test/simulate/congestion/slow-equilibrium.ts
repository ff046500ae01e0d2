/**
 * A slow second method for the tests: lists every path of every pair, and minimises Beckmann's
 * objective over path flows by projected gradient with backtracking.
 */
import type { RoadNetwork } from '../../../src/simulate/mechanisms/congestion/road-network.ts';

export function slowEquilibrium(network: RoadNetwork): { flow: number[]; objective: number } {
  const pairs = pairsOf(network).filter(({ paths }) => paths.length > 0);
  let flows = pairs.map(({ trips, paths }) => paths.map(() => trips / paths.length));
  let value = objective(network, loads(network, pairs, flows));
  let step = 1;
  for (let round = 0; round < 20_000; round++) {
    const cost = costs(network, loads(network, pairs, flows));
    const gradient = pairs.map(({ paths }) =>
      paths.map((path) => sum(path.map((l) => cost[l] as number))),
    );
    if (gap(flows, gradient) < 1e-9) break;
    step *= 2;
    for (;;) {
      const tried = flows.map((own, p) =>
        projected(
          own.map((f, i) => f - step * (gradient[p]?.[i] as number)),
          pairs[p]?.trips as number,
        ),
      );
      const next = objective(network, loads(network, pairs, tried));
      if (next <= value || step < 1e-15) {
        [flows, value] = [tried, next];
        break;
      }
      step /= 2;
    }
  }
  const flow = loads(network, pairs, flows);
  return { flow, objective: objective(network, flow) };
}

interface Pair {
  readonly trips: number;
  readonly paths: readonly (readonly number[])[];
}

function pairsOf(network: RoadNetwork): Pair[] {
  const found: Pair[] = [];
  network.origins.forEach((origin, o) => {
    for (let p = network.firstPair[o] as number; p < (network.firstPair[o + 1] as number); p++) {
      const paths = pathsTo(network, network.destination[p] as number, [origin], []);
      found.push({ trips: network.trips[p] as number, paths });
    }
  });
  return found;
}

/** All paths without a circle. */
function pathsTo(network: RoadNetwork, goal: number, nodes: number[], path: number[]): number[][] {
  const at = nodes.at(-1) as number;
  if (at === goal) return [path];
  const found: number[][] = [];
  for (let l = 0; l < network.linkCount; l++) {
    const to = network.to[l] as number;
    if (network.from[l] !== at || nodes.includes(to)) continue;
    found.push(...pathsTo(network, goal, [...nodes, to], [...path, l]));
  }
  return found;
}

function loads(network: RoadNetwork, pairs: readonly Pair[], flows: number[][]): number[] {
  const flow = new Array<number>(network.linkCount).fill(0);
  pairs.forEach(({ paths }, p) => {
    paths.forEach((path, i) => {
      for (const l of path) flow[l] = (flow[l] as number) + (flows[p]?.[i] as number);
    });
  });
  return flow;
}

function costs(network: RoadNetwork, flow: readonly number[]): number[] {
  return flow.map((v, l) => {
    const ratio = v / (network.capacity[l] as number);
    const delay =
      (network.delayCoefficient[l] as number) * ratio ** (network.delayExponent[l] as number);
    return (network.freeFlowTime[l] as number) * (1 + delay) + (network.fixedCost[l] as number);
  });
}

/** By Simpson's rule on the cost: exact for powers up to 3, in 64 pieces well enough for 4. */
function objective(network: RoadNetwork, flow: readonly number[]): number {
  const at = (share: number) =>
    costs(
      network,
      flow.map((v) => v * share),
    );
  const pieces = 64;
  const total = new Array<number>(flow.length).fill(0);
  for (let i = 0; i <= pieces; i++) {
    const weight = i === 0 || i === pieces ? 1 : i % 2 === 1 ? 4 : 2;
    at(i / pieces).forEach((cost, l) => {
      total[l] = (total[l] as number) + weight * cost;
    });
  }
  return sum(total.map((each, l) => (each * (flow[l] as number)) / (3 * pieces)));
}

function gap(flows: number[][], cost: number[][]): number {
  let [total, excess] = [0, 0];
  flows.forEach((own, p) => {
    const least = Math.min(...(cost[p] as number[]));
    own.forEach((f, i) => {
      total += f * (cost[p]?.[i] as number);
      excess += f * ((cost[p]?.[i] as number) - least);
    });
  });
  return total > 0 ? excess / total : 0;
}

/** The nearest point with parts ≥ 0 that sum up to the trips (Duchi et al. 2008). */
function projected(point: readonly number[], trips: number): number[] {
  const sorted = [...point].sort((a, b) => b - a);
  let [running, shift] = [0, 0];
  sorted.forEach((value, i) => {
    running += value;
    const candidate = (running - trips) / (i + 1);
    if (value - candidate > 0) shift = candidate;
  });
  return point.map((value) => Math.max(0, value - shift));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
