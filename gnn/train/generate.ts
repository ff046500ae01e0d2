/**
 * The data set: generated graphs of five families, split by graph, with frozen seeds and a hash.
 * Called by `train.ts`, `evaluate.ts` and the tests.
 */
import { createHash } from 'node:crypto';
import type { DependencyNetwork } from '../../src/behaviour/dependency-network.ts';
import { RandomStream } from '../../src/model/random.ts';
import {
  awaitedFailure,
  calm,
  type Example,
  type ExampleOptions,
  freshFailure,
  runningCascade,
} from './example.ts';
import { geometric } from './families/geometric.ts';
import { interdependent } from './families/interdependent.ts';
import { layeredSupply } from './families/layered.ts';
import { meshWithSources } from './families/mesh.ts';
import { treeWithTies } from './families/tree.ts';

/** The families by the name that tables give them. */
export const families = {
  tree: treeWithTies,
  supply: layeredSupply,
  mesh: meshWithSources,
  geometric,
  interdependent,
} as const;

export type Split = 'train' | 'validation' | 'test' | 'large';

interface SplitPlan {
  /** Keys the random numbers; no two splits share one. */
  readonly seed: number;
  readonly nodes: readonly [number, number];
}

/** Frozen: a change makes other data, which the hash in the checkpoint tells. */
const plans: Readonly<Record<Split, SplitPlan>> = {
  train: { seed: 101, nodes: [24, 160] },
  validation: { seed: 202, nodes: [24, 160] },
  test: { seed: 303, nodes: [24, 160] },
  large: { seed: 404, nodes: [600, 1200] },
};

/** The examples of the first `graphs` graphs of a split; more graphs leave these as they are. */
export function* generate(split: Split, graphs: number): Generator<Example> {
  const { seed, nodes } = plans[split];
  const names = Object.keys(families) as (keyof typeof families)[];
  for (let graph = 0; graph < graphs; graph++) {
    const random = new RandomStream(seed, graph);
    const family = names[graph % names.length] as keyof typeof families;
    const size = nodes[0] + random.integer(nodes[1] - nodes[0]);
    const network = families[family](random, size).network();
    const options = { family, graph, network, random };
    yield* split === 'train' ? lessons(options) : trials(options);
  }
}

/** Training averages over worlds, which takes noise out of the targets. */
function* lessons(options: Omit<ExampleOptions, 'worlds'>): Generator<Example> {
  yield freshFailure({ ...options, worlds: 6 });
  yield freshFailure({ ...options, worlds: 6 });
  yield runningCascade({ ...options, worlds: 1 });
  yield awaitedFailure({ ...options, worlds: 1, seeds: 48 });
  if (options.graph % 7 === 0) yield calm({ ...options, worlds: 1 });
}

/** Judgement is on what happened in one world each. */
function* trials(options: Omit<ExampleOptions, 'worlds'>): Generator<Example> {
  for (let i = 0; i < 4; i++) yield freshFailure({ ...options, worlds: 1 });
  for (let i = 0; i < 2; i++) yield runningCascade({ ...options, worlds: 1 });
  yield awaitedFailure({ ...options, worlds: 1, seeds: 48 });
}

/** SHA-256 over everything a model sees of the examples and is judged by. */
export function dataHash(examples: Iterable<Example>): string {
  const hash = createHash('sha256');
  for (const { network, failed, awaited, failsAt } of examples) {
    for (const array of [...arraysOf(network), failed, failsAt]) hash.update(bytesOf(array));
    hash.update(`${network.groupName.join('\n')} ${awaited}`);
  }
  return hash.digest('hex');
}

/** SHA-256 over the graphs alone: the same whatever the simulator makes of them. */
export function graphsHash(examples: Iterable<Example>): string {
  const hash = createHash('sha256');
  for (const { network } of examples) {
    for (const array of arraysOf(network)) hash.update(bytesOf(array));
    hash.update(network.groupName.join('\n'));
  }
  return hash.digest('hex');
}

function bytesOf(array: NodeJS.TypedArray): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function arraysOf(network: DependencyNetwork) {
  return Object.values(network).filter((value): value is Int32Array | Float64Array | Uint8Array =>
    ArrayBuffer.isView(value),
  );
}
