/**
 * The data sets of overload cascades: Motter–Lai on generated grids, tripping lines on generated
 * power grids, split by graph with frozen seeds and a hash. Called by training, evaluation and tests.
 */
import { createHash } from 'node:crypto';
import { pairOutages } from '../../src/evaluate/dc-cascade/case-moments.ts';
import { lineStress } from '../../src/evaluate/dc-cascade/line-stress.ts';
import { everyFailure } from '../../src/evaluate/motter-lai/every-failure.ts';
import { lastStep, type SpreadSample } from '../../src/evaluate/spread.ts';
import { RandomStream } from '../../src/model/random.ts';
import { generatedSnapshot } from './families/generated-snapshot.ts';
import { growingGrid } from './families/growing-grid.ts';
import { logUniform, type PlacedGraph } from './families/placed-graph.ts';
import { type Pattern, spatialGrid } from './families/spatial-grid.ts';
import { drawnByWeight } from './families/weighted-draw.ts';
import type { Split } from './generate.ts';

/** A graph and cascades on it. */
export interface OverloadExample extends SpreadSample {
  readonly family: string;
  /** Number of the graph in its split. */
  readonly graph: number;
}

/** The families by the name that tables give them; graphs take them in turn. */
const patterns = ['growing', 'uniform', 'clusters', 'strip'] as const;
/** Lines of clusters and strips are like those of uniform grids. */
const linePatterns = ['growing', 'uniform'] as const;

interface SplitPlan {
  /** Keys the random numbers; no two splits share one. */
  readonly seed: number;
  readonly nodes: readonly [number, number];
  readonly lineNodes: readonly [number, number];
}

/** Frozen: a change makes other data, which the hash in the checkpoint tells. */
const plans: Readonly<Record<Split, SplitPlan>> = {
  train: { seed: 1101, nodes: [60, 220], lineNodes: [20, 180] },
  validation: { seed: 2202, nodes: [60, 220], lineNodes: [20, 180] },
  test: { seed: 3303, nodes: [60, 220], lineNodes: [20, 180] },
  large: { seed: 4404, nodes: [300, 600], lineNodes: [300, 500] },
};

/** Capacity over load, less one: that of the published cascades. */
const motterLaiAlpha = 0.25;

/** Cascades kept of a graph for training; those that go on beyond the first step count four times. */
const mostLessons = 64;
const goesOnWeight = 4;

/** Node overload on the first `graphs` graphs of a split; more graphs leave these as they are. */
export function* motterLaiExamples(split: Split, graphs: number): Generator<OverloadExample> {
  const { seed, nodes } = plans[split];
  for (let graph = 0; graph < graphs; graph++) {
    const random = new RandomStream(seed, graph);
    const pattern = patterns[graph % patterns.length] as (typeof patterns)[number];
    const { graph: grid } = gridOf(random, logUniform(random, nodes), pattern);
    const sample = everyFailure(grid, motterLaiAlpha);
    yield { family: `motter-lai ${pattern}`, graph, ...chosen(sample, split, random) };
  }
}

/** Line overload on generated power grids, two lines out to begin with. */
export function* lineExamples(split: Split, graphs: number): Generator<OverloadExample> {
  const { seed, lineNodes } = plans[split];
  for (let graph = 0; graph < graphs; graph++) {
    // Apart from the numbers of the node cascades' graphs.
    const random = new RandomStream(seed + 1, graph);
    const pattern = linePatterns[graph % linePatterns.length] as (typeof linePatterns)[number];
    const placed = gridOf(random, logUniform(random, lineNodes), pattern);
    const snapshot = generatedSnapshot(random, placed, { byLength: pattern !== 'growing' });
    const sample = pairOutages(lineStress(snapshot), random);
    yield { family: `lines ${pattern}`, graph, ...chosen(sample, split, random) };
  }
}

/** For training at most 64 cascades, those that go on preferred; else all. */
export function chosen(sample: SpreadSample, split: Split, random: RandomStream): SpreadSample {
  if (split !== 'train') return sample;
  const { network, onsets, outcomes } = sample;
  const weights = outcomes.map((outcome) => (lastStep(outcome) > 1 ? goesOnWeight : 1));
  const kept = drawnByWeight(random, weights, mostLessons);
  const pick = <T>(items: readonly T[]) => kept.map((index) => items[index] as T);
  return { network, onsets: pick(onsets), outcomes: pick(outcomes) };
}

function gridOf(random: RandomStream, size: number, pattern: 'growing' | Pattern): PlacedGraph {
  return pattern === 'growing' ? growingGrid(random, size) : spatialGrid(random, size, pattern);
}

/** SHA-256 over everything a model sees of the examples and is judged by. */
export function overloadHash(examples: Iterable<OverloadExample>): string {
  const hash = createHash('sha256');
  const add = (array: NodeJS.TypedArray) =>
    hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  for (const { family, network, onsets, outcomes } of examples) {
    const { limitOffsets, limitName, base, shifts, neighbours } = network;
    hash.update(`${family}\n${limitName.join('\n')}`);
    for (const { offsets, indices, values } of [shifts, neighbours])
      for (const array of [offsets, indices, values]) add(array);
    for (const array of [limitOffsets, base]) add(array);
    for (const { failed, stress } of onsets) for (const array of [failed, stress]) add(array);
    for (const outcome of outcomes) add(outcome);
  }
  return hash.digest('hex');
}
