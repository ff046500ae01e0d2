/**
 * A second method for DC flows, the oracle of the tests: islands by repeated spreading, a dense
 * matrix for all of each island, Gaussian elimination with partial pivoting.
 */
import type { DcNetwork } from '../../../src/simulate/mechanisms/potential/dc-network.ts';

/** Flows by line with some lines out; none on islands without a source. */
export function denseFlows(
  network: DcNetwork,
  injections: Float64Array,
  lost: readonly number[] = [],
): number[] {
  const { nodeCount, susceptance, shift } = network;
  const alive = [...susceptance.keys()].filter((line) => !lost.includes(line));
  const ends = (line: number) =>
    [network.from[line] as number, network.to[line] as number] as const;
  const label = Array.from({ length: nodeCount }, (_, node) => node);
  for (let changed = true; changed; ) {
    changed = false;
    for (const line of alive) {
      const [a, b] = ends(line);
      const least = Math.min(label[a] as number, label[b] as number);
      if (label[a] !== least || label[b] !== least) changed = true;
      label[a] = label[b] = least;
    }
  }
  const flows = new Array<number>(susceptance.length).fill(0);
  for (const island of new Set(label)) {
    const nodes = [...label.keys()].filter((node) => label[node] === island);
    const slack = slackAmong(network, nodes);
    if (slack === undefined) continue;
    const angle = solveIsland({ network, injections, nodes, alive, slack });
    for (const line of alive) {
      const [a, b] = ends(line);
      if (label[a] !== island) continue;
      const across = (angle.get(a) as number) - (angle.get(b) as number);
      flows[line] = (susceptance[line] as number) * (across - (shift[line] as number));
    }
  }
  return flows;
}

function slackAmong({ reference, source }: DcNetwork, nodes: readonly number[]) {
  const able = nodes.filter((node) => (source[node] as number) > 0);
  const named = able.find((node) => reference[node] === 1);
  if (named !== undefined) return named;
  const most = Math.max(...able.map((node) => source[node] as number));
  return able.find((node) => source[node] === most);
}

interface Island {
  readonly network: DcNetwork;
  readonly injections: Float64Array;
  readonly nodes: readonly number[];
  readonly alive: readonly number[];
  readonly slack: number;
}

function solveIsland({ network, injections, nodes, alive, slack }: Island): Map<number, number> {
  const row = new Map(nodes.map((node, index) => [node, index]));
  const size = nodes.length;
  const table = nodes.map((node) => [
    ...new Array<number>(size).fill(0),
    injections[node] as number,
  ]);
  const add = (at: number, column: number, value: number) => {
    const line = table[at] as number[];
    line[column] = (line[column] as number) + value;
  };
  for (const line of alive) {
    const a = row.get(network.from[line] as number);
    const b = row.get(network.to[line] as number);
    if (a === undefined || b === undefined) continue;
    const weight = network.susceptance[line] as number;
    for (const [at, other, sign] of [
      [a, b, 1],
      [b, a, -1],
    ] as const) {
      add(at, at, weight);
      add(at, other, -weight);
      add(at, size, sign * weight * (network.shift[line] as number));
    }
  }
  const s = row.get(slack) as number;
  table[s] = Array.from({ length: size + 1 }, (_, column) => +(column === s && column < size));
  return new Map(eliminated(table).map((value, index) => [nodes[index] as number, value]));
}

function eliminated(table: number[][]): number[] {
  const size = table.length;
  for (let p = 0; p < size; p++) {
    let best = p;
    for (let i = p; i < size; i++)
      if (Math.abs(table[i]?.[p] as number) > Math.abs(table[best]?.[p] as number)) best = i;
    [table[p], table[best]] = [table[best] as number[], table[p] as number[]];
    const pivot = table[p] as number[];
    for (let i = 0; i < size; i++) {
      const row = table[i] as number[];
      if (i === p || row[p] === 0) continue;
      const factor = (row[p] as number) / (pivot[p] as number);
      for (let k = p; k <= size; k++) row[k] = (row[k] as number) - factor * (pivot[k] as number);
    }
  }
  return table.map((row, p) => (row[size] as number) / (row[p] as number));
}
