/**
 * Four layers of a graph network on large graphs, and a step of its training: `linchpin bench gnn`.
 * The peers are PyTorch's CSR product and PyTorch Geometric, in turn with ours, two threads each.
 */
import { localityOrder, reordered } from '../../gnn/kernels/resident/locality.ts';
import { Plan, type Value } from '../../gnn/kernels/resident/plan.ts';
import { ResidentNetwork } from '../../gnn/kernels/resident/resident-network.ts';
import type { Matrix } from '../../gnn/model/array-algebra.ts';
import type { SparseMatrix } from '../../gnn/model/sparse.ts';
import { inTurn, type Measured, median, wrongAnswer } from './benchmark.ts';
import { detailsOf } from './gnn-details.ts';
import { type GraphSize, nearGraph, randomMatrix } from './gnn-graph.ts';
import { type PeerFigures, type PeerNetwork, peerFigures } from './gnn-peer.ts';
import { trainingDetails } from './gnn-training.ts';
import { findPythonPeer, type PythonPeer } from './python-peer.ts';

export interface GnnBenchOptions {
  /** The graph of all figures but those of the large one. */
  readonly graph?: GraphSize;
  /** A second graph, with 32 features; none if it is `null`. */
  readonly large?: GraphSize | null;
  readonly rounds?: number;
  /** Runs of a round, of which the shortest counts. */
  readonly runs?: number;
  /** Whether to look for PyTorch. */
  readonly python?: boolean;
}

type Details = Record<string, number | string>;

const layerCount = 4;
const sampleSize = 20;

/** Milliseconds of four layers with 64 features. */
export async function gnnBench(options: GnnBenchOptions = {}): Promise<Measured> {
  const { graph = { nodes: 100_000, edges: 800_000 }, rounds = 3, runs = 7 } = options;
  const { large = { nodes: 1_000_000, edges: 8_000_000 }, python = true } = options;
  const found = await findPythonPeer('torch', python);
  const peer = 'peer' in found ? found.peer : undefined;
  const asked = { rounds, runs, peer };
  const small = await caseOf({ ...graph, width: 32 }, asked);
  const main = await caseOf({ ...graph, width: 64 }, { ...asked, training: true });
  const big = large && (await caseOf({ ...large, width: 32 }, { ...asked, rounds: 1 }));
  const details: Details = {
    peer: 'peer' in found ? `${found.peer.name}, two threads` : found.missing,
    rounds,
    layers: layerCount,
    ...main.details,
    ...small.details,
    ...(big?.details ?? {}),
    limit: 'bytes of gathered rows at 11.5 GB/s; products at 27 GFLOP/s a thread',
  };
  const unit = `milliseconds of ${layerCount} layers, ${graph.nodes} nodes, 64 features`;
  const { result, peer: other } = main;
  return { name: 'gnn', result, peer: other, ratio: result / other, unit, details };
}

interface Case extends GraphSize {
  readonly width: number;
}

interface Asked {
  readonly rounds: number;
  readonly runs: number;
  readonly peer: PythonPeer | undefined;
  readonly training?: boolean;
}

/** One size: ours and the peers in turn; without a peer the same on one thread is beside it. */
async function caseOf(size: Case, asked: Asked) {
  const given = nearGraph(size);
  const begun = performance.now();
  const order = localityOrder(given);
  const ordering = performance.now() - begun;
  const network = networkOf(reordered(given, order, order), size.width);
  const ours = residentOf(network, threadsHere());
  const alone = residentOf(network, Math.min(1, threadsHere()));
  try {
    const { result, other, oneThread, peers } = await figuresOf({ network, ours, alone }, asked);
    const figures = { layers: layerCount, result, oneThread, ordering, peers };
    const details = {
      ...detailsOf(size, { ...figures, ours: ours.network }),
      ...(asked.training ? await trainingDetails(network, asked.runs, peers) : {}),
    };
    return { result, peer: other, details };
  } finally {
    await ours.network.close();
    await alone.network.close();
  }
}

interface Sides {
  readonly network: PeerNetwork;
  readonly ours: Resident;
  readonly alone: Resident;
}

async function figuresOf(
  { network, ours, alone }: Sides,
  { rounds, runs, peer, training = false }: Asked,
) {
  await warm(ours);
  await warm(alone);
  const oneThread = await shortest(alone, runs);
  checkSame(sampled(ours, network), sampled(alone, network));
  const peers: PeerFigures[] = [];
  const figures = await inTurn(
    rounds,
    () => shortest(ours, runs),
    async () => {
      if (peer === undefined) return shortest(alone, runs);
      const round = await peerFigures(peer, network, { runs, training });
      peers.push(round);
      return Math.min(round.torch, round.geometric ?? Number.POSITIVE_INFINITY);
    },
  );
  for (const { rows } of peers) checkSame(sampled(ours, network), rows);
  return { result: median(figures.ours), other: median(figures.peer), oneThread, peers };
}

/** Threads only run what is built: in tests, which are not, all is done on this one. */
function threadsHere(): number {
  return import.meta.url.endsWith('.ts') ? 0 : 2;
}

function networkOf(graph: SparseMatrix, width: number): PeerNetwork {
  const weight = (seed: number) =>
    randomMatrix(width, width, { seed, scale: 1.5 / Math.sqrt(width) });
  const layers = Array.from({ length: layerCount }, (_, i) => ({
    own: weight(10 + i),
    near: weight(20 + i),
    bias: randomMatrix(1, width, { seed: 30 + i, scale: 0.1 }),
  }));
  const step = Math.max(1, Math.floor(graph.rows / sampleSize));
  const sample = Array.from({ length: sampleSize }, (_, i) => (i * step) % graph.rows);
  return { graph, features: randomMatrix(graph.rows, width), layers, sample };
}

interface Resident {
  readonly network: ResidentNetwork;
  readonly out: Value;
}

/** `x ← relu(x · own + (A · x) · near + bias)`, four times. */
function residentOf({ graph, features, layers }: PeerNetwork, threads: number): Resident {
  const plan = new Plan();
  const adjacency = plan.sparse(graph);
  const input = plan.input(features.rows, features.columns);
  const constant = (weights: Matrix) => plan.constant(weights);
  let out = input;
  for (const { own, near, bias } of layers) {
    const around = plan.matMul(plan.aggregate(adjacency, out), constant(near));
    out = plan.relu(plan.add(around, plan.affine(out, constant(own), constant(bias))));
  }
  const network = new ResidentNetwork([out], { threads });
  network.write(input, features.values);
  return { network, out };
}

/** V8 makes the code fast while it runs. */
async function warm({ network }: Resident): Promise<void> {
  for (let run = 0; run < 3; run++) await network.run();
}

async function shortest({ network }: Resident, runs: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    await network.run();
    least = Math.min(least, performance.now() - started);
  }
  return least;
}

function sampled({ network, out }: Resident, { sample }: PeerNetwork): number[][] {
  return sample.map((row) => [...network.read(out, [row])]);
}

function checkSame(ours: readonly (readonly number[])[], others: PeerFigures['rows']): void {
  for (const [i, row] of ours.entries()) {
    for (const [j, value] of row.entries()) {
      const off = Math.abs(value - (others[i]?.[j] ?? Number.NaN)) / Math.max(1, Math.abs(value));
      if (!(off < 1e-3)) throw wrongAnswer('gnn', `a value differs from its peer's by ${off}`);
    }
  }
}
