/** What a predictor looks at: the dependency network and what has failed now. Used by every adapter. */
import { dependencyNetwork } from '../behaviour/build-dependency-network.ts';
import type { DependencyNetwork } from '../behaviour/dependency-network.ts';
import { LinchpinError, type Problem, refusal } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import { workingSet } from './declared-rule.ts';
import { spanOf } from './dependency-walk.ts';
import type { ForecastRequest } from './predictor.ts';

export interface Situation {
  readonly graph: TwinGraph;
  readonly network: DependencyNetwork;
  /** 1 where a node has failed: by its own state, by the request, or for want of any support. `[nodes]` */
  readonly failed: Uint8Array;
  /** Nothing has failed: the forecast is of what one failure, no matter where, would take down. */
  readonly awaited: boolean;
  /** 1 where another's failure can reach a node: it has not failed and needs something. `[nodes]` */
  readonly mayFail: Uint8Array;
  /** Present nodes with a part in any dependency, and those given as failed, ascending. */
  readonly nodes: readonly number[];
  /** Steps to look ahead. */
  readonly steps: number;
}

/** How far a forecast looks ahead unless told otherwise. */
export const defaultSteps = 16;

const maxSteps = 64;

/** Throws `NOT_FOUND` for unknown failed twins, `BAD_USER_INPUT` for steps out of range. */
export function situationOf(request: ForecastRequest): Situation {
  const { graph, catalogue, steps = defaultSteps } = request;
  if (!Number.isInteger(steps) || steps < 1 || steps > maxSteps) throw badSteps(steps);
  const network = dependencyNetwork(graph, catalogue);
  const given = nodesOf(graph, 'failed', request.failed ?? []);
  const failed = unsupported(network);
  let awaited = true;
  for (const node of [...given, ...outOfService(graph, network)]) {
    failed[node] = 1;
    awaited = false;
  }
  const mayFail = failed.map((flag, node) =>
    flag || spanOf(network.groupOffsets, node) === 0 ? 0 : 1,
  );
  const nodes = linkedNodes(graph, network, new Set(given));
  return { graph, network, failed, awaited, mayFail, nodes, steps };
}

/** The nodes that a request asks about, by default all of the situation; throws `NOT_FOUND`. */
export function askedNodes(
  { graph, nodes }: Situation,
  request: ForecastRequest,
): readonly number[] {
  if (request.twins === undefined) return nodes;
  return [...new Set(nodesOf(graph, 'twins', request.twins))];
}

/** Present twins whose own state says that they do not work. */
function outOfService(graph: TwinGraph, network: DependencyNetwork): number[] {
  const nodes: number[] = [];
  for (const [node, flag] of network.failed.entries()) {
    if (flag && graph.twinAt(node) !== undefined) nodes.push(node);
  }
  return nodes;
}

/** 1 for what could not work even with everything in service, so that no failure is its cause. */
function unsupported(network: DependencyNetwork): Uint8Array {
  return workingSet(network, new Uint8Array(network.nodeCount)).map((works) => 1 - works);
}

function nodesOf(graph: TwinGraph, field: string, ids: readonly string[]): number[] {
  const problems: Problem[] = [];
  const nodes: number[] = [];
  for (const [index, id] of ids.entries()) {
    const node = graph.indexOf(id);
    if (node >= 0) nodes.push(node);
    else
      problems.push({
        ...unknownTwin,
        where: `${field}/${index}`,
        message: `no twin ${id}`,
        index,
      });
  }
  if (problems.length > 0) throw refusal(problems);
  return nodes;
}

const unknownTwin = {
  code: 'NOT_FOUND',
  expected: 'the id of a twin of this graph',
  action: 'check the spelling, or leave it out',
} as const;

function badSteps(steps: number): LinchpinError {
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: 'steps',
    message: `${steps} is not a number of steps to look ahead`,
    expected: `a whole number from 1 to ${maxSteps}`,
    action: `leave it out for ${defaultSteps}`,
  });
}

/** Others with no part in any dependency, which no failure can reach or leave, are left out. */
function linkedNodes(
  graph: TwinGraph,
  network: DependencyNetwork,
  given: ReadonlySet<number>,
): number[] {
  const nodes: number[] = [];
  for (let node = 0; node < network.nodeCount; node++) {
    const groups = spanOf(network.groupOffsets, node);
    const linked = groups + spanOf(network.dependentOffsets, node) > 0;
    if ((linked || given.has(node)) && graph.twinAt(node) !== undefined) nodes.push(node);
  }
  return nodes;
}
