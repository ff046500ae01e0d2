/**
 * Reads a grid with published cascades from its JSON file: nodes by number, links as pairs, the
 * tolerance alpha and, where they are known, labels. Called by the evaluation and by tests.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseJson } from '../../interchange/json-text.ts';
import { isProblem, LinchpinError } from '../../model/errors.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { type UndirectedGraph, undirectedGraph } from '../undirected-graph.ts';
import type { CascadeLabels } from './labels.ts';

export interface CascadeGrid {
  readonly name: string;
  readonly graph: UndirectedGraph;
  /** Tolerance: capacity is (1 + alpha) times the load while all work. */
  readonly alpha: number;
  /** Absent where the file has none. */
  readonly labels?: CascadeLabels;
}

/** More would take days: all cascades of a graph grow with the cube of its nodes. */
const mostNodes = 100_000;
const usualAlpha = 0.25;

/** Throws NOT_FOUND for a file that cannot be read, BAD_USER_INPUT, naming the place, for the rest. */
export function readCascadeGrid(path: string): CascadeGrid {
  return cascadeGrid(textOf(path), path);
}

/** A grid from the text of its file; `where` names it in refusals. */
export function cascadeGrid(text: string, where: string): CascadeGrid {
  const parsed = parseJson(text, where);
  if (isProblem(parsed)) throw new LinchpinError(parsed);
  const file = objectOf(parsed.value, where);
  const nodeCount = countOf(file.nodes, `${where} nodes`);
  const pairs = pairsOf(file.edges, nodeCount, `${where} edges`);
  const alpha = file.alpha ?? usualAlpha;
  if (typeof alpha !== 'number' || !Number.isFinite(alpha) || alpha <= -1)
    refuse(`${where} alpha`, `alpha is ${JSON.stringify(alpha)}`, 'a number above -1');
  const labels = labelsIn(file, nodeCount, where);
  return {
    name: typeof file.grid === 'string' ? file.grid : basename(where, '.json'),
    graph: undirectedGraph(nodeCount, pairs),
    alpha,
    ...(labels === undefined ? {} : { labels }),
  };
}

function objectOf(value: Json, where: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    refuse(where, 'the file holds no object', 'an object with nodes and edges');
  return value as JsonObject;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new LinchpinError(
      {
        code: 'NOT_FOUND',
        where: path,
        message: 'the grid cannot be read',
        expected: 'a JSON file with nodes and edges',
        action: 'check the path and its permissions',
      },
      { cause },
    );
  }
}

function countOf(value: unknown, where: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
    refuse(where, `nodes is ${JSON.stringify(value)}`, 'the number of nodes');
  if (value < 2) refuse(where, `the grid has ${value} node(s)`, 'two nodes or more');
  if (value > mostNodes) refuse(where, `the grid has ${value} nodes`, `at most ${mostNodes} nodes`);
  return value;
}

function pairsOf(value: unknown, nodeCount: number, where: string): [number, number][] {
  if (!Array.isArray(value)) refuse(where, 'edges is no list', 'a list of pairs of node numbers');
  if (value.length === 0) refuse(where, 'the grid has no edges', 'at least one pair of nodes');
  return value.map((pair: unknown, index) => {
    const place = `${where}[${index}]`;
    if (!Array.isArray(pair) || pair.length !== 2)
      refuse(place, `the edge is ${JSON.stringify(pair)}`, 'a pair of node numbers');
    for (const end of pair as unknown[])
      if (!Number.isInteger(end) || (end as number) < 0 || (end as number) >= nodeCount)
        refuse(
          place,
          `the edge ends at ${JSON.stringify(end)}`,
          `a node from 0 to ${nodeCount - 1}`,
        );
    const [a, b] = pair as [number, number];
    if (a === b) refuse(place, `the edge joins node ${a} to itself`, 'two nodes');
    return [a, b];
  });
}

const labelNames = {
  avalancheFraction: 'avalanche_fraction',
  failureFraction: 'failure_fraction',
  avalancheCentrality: 'avalanche_centrality',
  terminationStep: 'termination_step',
} as const;

/** All four or none. */
function labelsIn(
  file: Readonly<Record<string, unknown>>,
  nodeCount: number,
  where: string,
): CascadeLabels | undefined {
  const names = Object.values(labelNames);
  if (names.every((name) => file[name] === undefined)) return undefined;
  const read = (name: string) => numbersOf(file[name], nodeCount, `${where} ${name}`);
  return {
    avalancheFraction: read(labelNames.avalancheFraction),
    failureFraction: read(labelNames.failureFraction),
    avalancheCentrality: read(labelNames.avalancheCentrality),
    terminationStep: read(labelNames.terminationStep),
  };
}

function numbersOf(value: unknown, count: number, where: string): Float64Array {
  if (!Array.isArray(value) || value.length !== count) {
    const found = Array.isArray(value) ? `${value.length} labels` : 'no list';
    refuse(where, `there is ${found}`, `one number for each of ${count} nodes`);
  }
  return Float64Array.from(value, (number: unknown, index) => {
    if (typeof number !== 'number' || !Number.isFinite(number))
      refuse(`${where}[${index}]`, `the label is ${JSON.stringify(number)}`, 'a number');
    return number;
  });
}

function refuse(where: string, message: string, expected: string): never {
  throw new LinchpinError({
    code: 'BAD_USER_INPUT',
    where,
    message,
    expected,
    action: 'correct the grid file',
  });
}
