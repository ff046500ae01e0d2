/** Two other ways to a minimum-cost flow: by linear program (HiGHS), and by shortest paths. */
import { columnMatrix, type LinearProgram } from '../../../src/linear-program/linear-program.ts';
import type { Solver } from '../../../src/linear-program/solver.ts';
import type { FlowNetwork } from '../../../src/simulate/mechanisms/flow/flow-network.ts';

export interface Answer {
  readonly served: number;
  readonly cost: number;
}

/** Serves as much as can be, then at least cost; undefined when lower bounds cannot be kept. */
export function byLinearProgram(solver: Solver, network: FlowNetwork): Answer | undefined {
  const first = solver.solve(programOf(network, undefined));
  if (first.status === 'infeasible') return undefined;
  if (first.status !== 'optimal') throw new Error(first.status);
  const second = solver.solve(programOf(network, first.objective));
  if (second.status !== 'optimal') throw new Error(second.status);
  return { served: first.objective, cost: second.objective };
}

/** Columns: arcs, then what each node gives or gets. Rows: nodes, then all that is served. */
function programOf(network: FlowNetwork, served: number | undefined): LinearProgram {
  const { nodeCount, from, to, lower, capacity, cost, supply } = network;
  const arcs = from.length;
  const rows: number[] = [];
  const columns: number[] = [];
  const values: number[] = [];
  const put = (row: number, column: number, value: number) => {
    rows.push(row);
    columns.push(column);
    values.push(value);
  };
  for (let arc = 0; arc < arcs; arc++) {
    if (from[arc] === to[arc]) continue;
    put(from[arc] as number, arc, -1);
    put(to[arc] as number, arc, 1);
  }
  const asks = (node: number) => (supply[node] as number) < 0;
  for (let node = 0; node < nodeCount; node++) {
    put(node, arcs + node, asks(node) ? -1 : 1);
    if (asks(node)) put(nodeCount, arcs + node, 1);
  }
  const isLoop = (arc: number) => from[arc] === to[arc];
  return {
    sense: served === undefined ? 'maximise' : 'minimise',
    costs: Float64Array.from({ length: arcs + nodeCount }, (_, column) => {
      if (served !== undefined)
        return column < arcs && !isLoop(column) ? (cost[column] as number) : 0;
      return column >= arcs && asks(column - arcs) ? 1 : 0;
    }),
    columnLower: Float64Array.from({ length: arcs + nodeCount }, (_, c) => lower[c] ?? 0),
    columnUpper: Float64Array.from(
      { length: arcs + nodeCount },
      (_, c) => capacity[c] ?? Math.abs(supply[c - arcs] as number),
    ),
    rowLower: Float64Array.from({ length: nodeCount + 1 }, (_, r) =>
      r === nodeCount ? (served ?? 0) : 0,
    ),
    rowUpper: Float64Array.from({ length: nodeCount + 1 }, (_, r) =>
      r === nodeCount ? Number.POSITIVE_INFINITY : 0,
    ),
    matrix: columnMatrix(arcs + nodeCount, { rows, columns, values }),
  };
}

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly cost: number;
  left: number;
  readonly back: number;
}

/** Successive shortest paths by Bellman and Ford; for networks without lower bounds or gains. */
export function byShortestPaths(network: FlowNetwork): Answer {
  const { nodeCount, from, to, capacity, supply } = network;
  const [source, sink] = [nodeCount, nodeCount + 1];
  const edges: Edge[] = [];
  const add = (a: number, b: number, [left, cost]: readonly [number, number]) => {
    edges.push({ from: a, to: b, cost, left, back: edges.length + 1 });
    edges.push({ from: b, to: a, cost: -cost, left: 0, back: edges.length - 1 });
  };
  for (let arc = 0; arc < from.length; arc++) {
    const ends = [capacity[arc] as number, network.cost[arc] as number] as const;
    add(from[arc] as number, to[arc] as number, ends);
  }
  supply.forEach((amount, node) => {
    if (amount > 0) add(source, node, [amount, 0]);
    if (amount < 0) add(node, sink, [-amount, 0]);
  });
  let served = 0;
  let cost = 0;
  while (true) {
    const path = shortestPath(edges, nodeCount + 2, [source, sink]);
    if (path === undefined) return { served, cost };
    const amount = Math.min(...path.map((edge) => edge.left));
    for (const edge of path) {
      edge.left -= amount;
      (edges[edge.back] as Edge).left += amount;
      cost += amount * edge.cost;
    }
    served += amount;
  }
}

function shortestPath(edges: readonly Edge[], nodes: number, [source, sink]: [number, number]) {
  const distance = new Float64Array(nodes).fill(Number.POSITIVE_INFINITY);
  const by: (Edge | undefined)[] = new Array(nodes).fill(undefined);
  distance[source] = 0;
  for (let round = 0; round < nodes; round++) {
    for (const edge of edges) {
      const length = (distance[edge.from] as number) + edge.cost;
      if (edge.left <= 0 || !(length < (distance[edge.to] as number))) continue;
      distance[edge.to] = length;
      by[edge.to] = edge;
    }
  }
  if (distance[sink] === Number.POSITIVE_INFINITY) return undefined;
  const path: Edge[] = [];
  for (let edge = by[sink]; edge !== undefined; edge = by[edge.from]) path.push(edge);
  return path;
}
