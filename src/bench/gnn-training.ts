/** A step of training on TensorFlow.js with our kernels, for `linchpin bench gnn`. */
import { median } from './benchmark.ts';
import { prefixed, trainingLimitMilliseconds } from './gnn-details.ts';
import type { PeerFigures, PeerNetwork } from './gnn-peer.ts';

/** Shortest of some steps, the peer's beside it; or why there is none: it is a development package. */
export async function trainingDetails(
  { graph, features }: PeerNetwork,
  runs: number,
  peers: readonly PeerFigures[],
): Promise<Record<string, number | string>> {
  const name = `${graph.rows}/${graph.indices.length}/${features.columns} training`;
  const module = await import('../../gnn/kernels/training-step.ts').catch(() => undefined);
  if (module === undefined) return prefixed(name, { missing: '@tensorflow/tfjs is not installed' });
  const targets = Float32Array.from({ length: graph.rows }, (_, row) => (row % 10 === 0 ? 1 : 0));
  const step = await module.TrainingStep.on(graph, features, targets);
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs + 2; run++) {
    const started = performance.now();
    step.run();
    // The first two are slower: V8 makes the code fast while it runs.
    if (run > 1) least = Math.min(least, performance.now() - started);
  }
  step.dispose();
  const others = peers.flatMap(({ training }) => (training === null ? [] : [training]));
  const limit = trainingLimitMilliseconds(graph.rows, features.columns);
  return prefixed(name, {
    milliseconds: least,
    ...(others.length > 0 ? { torchMilliseconds: median(others) } : {}),
    computeLimitMilliseconds: limit,
    timesTheComputeLimit: least / limit,
  });
}
