/** What `linchpin bench gnn` says of each size: the peers' figures and how far the limits are. */
import type { ResidentNetwork } from '../../gnn/kernels/resident/resident-network.ts';
import { median } from './benchmark.ts';
import type { GraphSize } from './gnn-graph.ts';
import type { PeerFigures } from './gnn-peer.ts';

/** Bytes a second that this kind of machine streams, as measured before. */
const streamedBytes = 11.5e9;
/** Multiplications and additions of dense products a second on one thread, as measured before. */
const threadOperations = 27e9;

export interface CaseFigures {
  readonly layers: number;
  /** Milliseconds. */
  readonly result: number;
  readonly oneThread: number;
  /** Of finding the order of locality, once for each topology. */
  readonly ordering: number;
  readonly ours: ResidentNetwork;
  readonly peers: readonly PeerFigures[];
}

export function detailsOf(
  { nodes, edges, width }: GraphSize & { width: number },
  { layers, result, oneThread, ordering, ours, peers }: CaseFigures,
): Record<string, number | string> {
  const threads = Math.max(1, ours.threads);
  const memory = (layers * edges * (4 * width + 4)) / streamedBytes;
  const compute = (layers * nodes * 2 * 2 * width * width) / (threadOperations * threads);
  const geometric = peers.flatMap((peer) => (peer.geometric === null ? [] : [peer.geometric]));
  const figures = {
    milliseconds: result,
    oneThreadMilliseconds: oneThread,
    ...(peers.length > 0 ? { torchMilliseconds: median(peers.map(({ torch }) => torch)) } : {}),
    ...(geometric.length > 0 ? { geometricMilliseconds: median(geometric) } : {}),
    memoryLimitMilliseconds: memory * 1000,
    computeLimitMilliseconds: compute * 1000,
    timesTheMemoryLimit: result / (memory * 1000),
    timesTheComputeLimit: result / (compute * 1000),
    orderingMilliseconds: ordering,
    mebibytes: Math.round(ours.bytes / 2 ** 20),
    threads: ours.threads,
  };
  return prefixed(`${nodes}/${edges}/${width}`, figures);
}

/** The figures of one case, each under the case's name. */
export function prefixed(
  name: string,
  figures: Readonly<Record<string, number | string>>,
): Record<string, number | string> {
  return Object.fromEntries(
    Object.entries(figures).map(([key, value]) => [`${name} ${key}`, value]),
  );
}

/** Of the dense products of a step of training: four forward, four for weights, two for the layer below. */
export function trainingLimitMilliseconds(nodes: number, width: number): number {
  return ((10 * nodes * 2 * width * width) / threadOperations) * 1000;
}
