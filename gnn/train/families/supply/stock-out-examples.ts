/**
 * The data set of stock-outs: outages of one to three sites or transits of generated supply chains,
 * split by chain with frozen seeds and a hash. Called by training, evaluation and tests.
 */
import { createHash } from 'node:crypto';
import { drawOutages } from '../../../../src/evaluate/stock-outs/draw-outages.ts';
import {
  type StockOutSample,
  stockOutSample,
} from '../../../../src/evaluate/stock-outs/stock-out-sample.ts';
import { RandomStream } from '../../../../src/model/random.ts';
import type { Split } from '../../generate.ts';
import { logUniform } from '../placed-graph.ts';
import { chainKinds } from './layered-chain.ts';
import { supplyChain } from './supply-chain.ts';

/** A chain and outages of it. */
export interface StockOutExample extends StockOutSample {
  readonly family: string;
  /** Number of the chain in its split. */
  readonly graph: number;
}

interface SplitPlan {
  /** Keys the random numbers; no two splits share one. */
  readonly seed: number;
  readonly stores: readonly [number, number];
  readonly outages: number;
}

/** Frozen: a change makes other data, which the hash in the checkpoint tells. */
const plans: Readonly<Record<Split, SplitPlan>> = {
  train: { seed: 5105, stores: [12, 110], outages: 32 },
  validation: { seed: 6206, stores: [12, 110], outages: 32 },
  test: { seed: 7307, stores: [12, 110], outages: 32 },
  large: { seed: 8408, stores: [200, 400], outages: 24 },
};

/** The first `graphs` chains of a split; more chains leave these as they are. */
export function* stockOutExamples(split: Split, graphs: number): Generator<StockOutExample> {
  const { seed, stores, outages } = plans[split];
  for (let graph = 0; graph < graphs; graph++) {
    const random = new RandomStream(seed, graph);
    const kind = chainKinds[graph % chainKinds.length] as (typeof chainKinds)[number];
    const model = supplyChain(random, logUniform(random, stores), kind);
    const drawn = Array.from({ length: outages }, () => drawOutages(random, model));
    const demandSeed = seed * 1000 + graph;
    yield { family: `stock-outs ${kind}`, graph, ...stockOutSample(model, demandSeed, drawn) };
  }
}

/** SHA-256 over everything a model sees of the examples and is judged by. */
export function stockOutHash(examples: Iterable<StockOutExample>): string {
  const hash = createHash('sha256');
  const add = (array: NodeJS.TypedArray) =>
    hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  for (const { family, network, onsets, outcomes } of examples) {
    const { limitOffsets, limitName, base, shifts, neighbours, columns, links } = network;
    hash.update(`${family}\n${limitName.join('\n')}`);
    for (const { offsets, indices, values } of [shifts, neighbours])
      for (const array of [offsets, indices, values]) add(array);
    for (const array of [limitOffsets, base, columns, links.from, links.to, links.columns])
      add(array);
    for (const onset of onsets)
      for (const array of [onset.failed, onset.stress, onset.columns]) add(array);
    for (const outcome of outcomes) add(outcome);
  }
  return hash.digest('hex');
}
