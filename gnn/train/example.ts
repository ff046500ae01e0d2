/**
 * An example: a graph, what is seen of it now, and what then happened in one or more worlds.
 * Made by `generate.ts`; read by training, calibration and evaluation.
 */
import type { DependencyNetwork } from '../../src/behaviour/dependency-network.ts';
import type { RandomStream } from '../../src/model/random.ts';
import { cascade } from '../../src/simulate/mechanisms/dependency/cascade.ts';
import { drawRepairSeconds, drawWorld } from './world.ts';

/** Steps that outcomes are recorded for; a later failure counts as none. */
export const recordedSteps = 12;

export interface Example {
  readonly family: string;
  /** Number of the graph in its split. */
  readonly graph: number;
  /** As declared: what the predictor may see. */
  readonly network: DependencyNetwork;
  /** 1 for nodes that have failed now. `[nodes]` */
  readonly failed: Uint8Array;
  /** Nothing has failed; the outcome is that of one failure anywhere. */
  readonly awaited: boolean;
  /** Share of the worlds in which node n fails at step t, at `n · recordedSteps + t - 1`. */
  readonly failsAt: Float32Array;
}

export interface ExampleOptions {
  readonly family: string;
  readonly graph: number;
  readonly network: DependencyNetwork;
  readonly random: RandomStream;
  /** Over how many worlds the outcome is averaged. */
  readonly worlds: number;
}

const horizonSeconds = 14 * 86_400;

/** One to three random failures, seen at once. */
export function freshFailure(options: ExampleOptions): Example {
  const { network, random, worlds } = options;
  const seeds = [random.integer(network.nodeCount)];
  while (seeds.length < 3 && random.uniform() < 0.35) seeds.push(random.integer(network.nodeCount));
  const failsAt = new Float32Array(network.nodeCount * recordedSteps);
  for (let world = 0; world < worlds; world++) {
    const steps = outcome(network, seeds, random);
    record(failsAt, steps, { now: 0, weight: 1 / worlds });
  }
  return example(options, { failed: seeds, awaited: false, failsAt });
}

/** The same, seen when it has gone on for one to three steps, in one world. */
export function runningCascade(options: ExampleOptions): Example {
  const { network, random } = options;
  const failsAt = new Float32Array(network.nodeCount * recordedSteps);
  const steps = outcome(network, [random.integer(network.nodeCount)], random);
  const now = Math.min(1 + random.integer(3), Math.max(...steps));
  const failed = [...steps.keys()].filter((node) => inPast(steps[node] ?? -1, now));
  record(failsAt, steps, { now, weight: 1 });
  return example(options, { failed, awaited: false, failsAt });
}

/** Nothing has failed: the outcome is the mean over single failures, each in a world of its own. */
export function awaitedFailure(options: ExampleOptions & { readonly seeds: number }): Example {
  const { network, random, seeds } = options;
  const failsAt = new Float32Array(network.nodeCount * recordedSteps);
  for (let i = 0; i < seeds; i++) {
    const steps = outcome(network, [random.integer(network.nodeCount)], random);
    record(failsAt, steps, { now: 0, weight: 1 / seeds });
  }
  return example(options, { failed: [], awaited: true, failsAt });
}

/** Nothing has failed and nothing will: what the explanation compares with. */
export function calm(options: ExampleOptions): Example {
  const failsAt = new Float32Array(options.network.nodeCount * recordedSteps);
  return example(options, { failed: [], awaited: false, failsAt });
}

/** First step at which each node fails in a newly drawn world, 0 for the seeds, -1 for never. */
function outcome(network: DependencyNetwork, seeds: readonly number[], random: RandomStream) {
  const world = drawWorld(network, random);
  const until = drawRepairSeconds(random);
  const failures = [...new Set(seeds)].map((node) => ({ node, from: 0, until }));
  const steps = new Int32Array(network.nodeCount).fill(-1);
  for (const event of cascade(world, { failures, horizonSeconds })) {
    if (!event.works && steps[event.node] === -1) steps[event.node] = event.step;
  }
  for (const seed of seeds) steps[seed] = 0;
  return steps;
}

function inPast(step: number, now: number): boolean {
  return step >= 0 && step <= now;
}

function record(
  failsAt: Float32Array,
  steps: Int32Array,
  { now, weight }: { now: number; weight: number },
): void {
  for (const [node, step] of steps.entries()) {
    const ahead = step - now;
    if (ahead < 1 || ahead > recordedSteps) continue;
    const at = node * recordedSteps + ahead - 1;
    failsAt[at] = (failsAt[at] ?? 0) + weight;
  }
}

function example(
  { family, graph, network }: ExampleOptions,
  seen: { failed: readonly number[]; awaited: boolean; failsAt: Float32Array },
): Example {
  const failed = new Uint8Array(network.nodeCount);
  for (const node of seen.failed) failed[node] = 1;
  return { family, graph, network, failed, awaited: seen.awaited, failsAt: seen.failsAt };
}
