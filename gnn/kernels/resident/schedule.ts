/**
 * Which layers are run, in stretches of rows that threads take as they come, and how it is done:
 * every thread runs `runSchedule`, and none begins a layer before all have done the last one.
 * A row is summed in the same order whoever takes it, so that threads change no result.
 */
import type { Layer } from './fuse.ts';

export interface Schedule {
  /** Where the words of `scheduleWords` lie. */
  readonly start: number;
  /** Where each thread aggregates. */
  readonly scratch: number;
  readonly scratchBytes: number;
  readonly threads: number;
}

interface Step {
  /** Address of the words of `layer`. */
  readonly layer: number;
  /** Rows at which stretches begin, and the end of the last. */
  readonly bounds: readonly number[];
}

/** A stretch takes about 50 µs: it is worth the asking, and the last one keeps nobody long. */
const stretchCost = 500_000;
const mostStretches = 512;

/** Where the words of a step lie, counted in words: how many there are, then each step's own. */
const stepWords = { layer: 0, bounds: 1, stretches: 2, taken: 3, arrived: 4 } as const;
const wordsOfStep = 5;

/** The number of steps, each step, then the bounds of all. */
export function scheduleWords(steps: readonly Step[]): Int32Array {
  const head = 1 + steps.length * wordsOfStep;
  let next = head;
  const each = steps.flatMap(({ layer, bounds }) => {
    const words = [layer, next, bounds.length - 1, 0, 0];
    next += bounds.length;
    return words;
  });
  const words = [steps.length, ...each, ...steps.flatMap(({ bounds }) => bounds)];
  return Int32Array.from(words, (word) => word | 0);
}

/** Before a run: nothing is taken. No thread may be at it. */
export function resetSchedule(words: Int32Array, { start }: Schedule): void {
  const base = start / 4;
  for (let step = 0; step < (words[base] as number); step++) {
    const at = base + 1 + step * wordsOfStep;
    words[at + stepWords.taken] = 0;
    words[at + stepWords.arrived] = 0;
  }
}

export type RunLayer = (layer: number, begin: number, end: number, scratch: number) => void;

/** One thread's part of a run. */
export function runSchedule(
  words: Int32Array,
  { start, scratch, scratchBytes, threads }: Schedule,
  thread: number,
  runLayer: RunLayer,
): void {
  const base = start / 4;
  for (let step = 0; step < (words[base] as number); step++) {
    const at = base + 1 + step * wordsOfStep;
    const layer = words[at + stepWords.layer] as number;
    const bounds = base + (words[at + stepWords.bounds] as number);
    const stretches = words[at + stepWords.stretches] as number;
    for (;;) {
      const stretch = Atomics.add(words, at + stepWords.taken, 1);
      if (stretch >= stretches) break;
      const begin = words[bounds + stretch] as number;
      runLayer(
        layer,
        begin,
        words[bounds + stretch + 1] as number,
        scratch + thread * scratchBytes,
      );
    }
    waitForAll(words, at + stepWords.arrived, threads);
  }
}

/** Looks again and again for some microseconds, then sleeps until the last has arrived. */
function waitForAll(words: Int32Array, place: number, threads: number): void {
  if (Atomics.add(words, place, 1) + 1 === threads) {
    if (threads > 1) Atomics.notify(words, place);
    return;
  }
  for (let look = 0; look < 2000; look++) {
    if (Atomics.load(words, place) === threads) return;
  }
  for (;;) {
    const arrived = Atomics.load(words, place);
    if (arrived === threads) return;
    // Awake now and then, so that a thread that is told to end can.
    Atomics.wait(words, place, arrived, 1000);
  }
}

/** Multiplications of a layer. */
export function costOf(layer: Layer): number {
  const { perRow, perEntry } = costs(layer);
  let cost = perRow * layer.out.rows;
  for (const { offsets, depth } of perEntry) cost += depth * (offsets.at(-1) ?? 0);
  return cost;
}

/** Rows that part a layer into stretches of like cost, by entries and not by rows. */
export function boundsOf(layer: Layer): number[] {
  const { rows } = layer.out;
  const { perRow, perEntry } = costs(layer);
  const costUpTo = (row: number) =>
    perEntry.reduce((sum, { offsets, depth }) => sum + depth * (offsets[row] ?? 0), perRow * row);
  const total = costUpTo(rows);
  const count = Math.min(mostStretches, Math.max(1, Math.ceil(total / stretchCost)));
  const bounds = [0];
  for (let stretch = 1; stretch < count; stretch++) {
    const row = firstRow(rows, (candidate) => costUpTo(candidate) >= (total * stretch) / count);
    if (row > (bounds.at(-1) ?? 0) && row < rows) bounds.push(row);
  }
  return [...bounds, rows];
}

function costs({ out, terms }: Layer) {
  const perEntry = terms.flatMap(({ x, matrix }) =>
    matrix === undefined ? [] : [{ offsets: matrix.matrix.offsets, depth: x.columns }],
  );
  const dense = terms.filter(({ weight }) => weight !== undefined);
  const perRow = dense.reduce((sum, { x }) => sum + x.columns * out.columns, out.columns);
  return { perRow, perEntry };
}

/** The first row for which a condition holds, which then holds for all after it. */
function firstRow(rows: number, holds: (row: number) => boolean): number {
  let [low, high] = [0, rows];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
