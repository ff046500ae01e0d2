/** Held-out cascades with what each member said of them; read by calibration and evaluation. */
import { type Ensemble, type Said, saidBy } from '../../src/predict/gnn/ensemble.ts';
import { featuresOf } from '../../src/predict/gnn/features.ts';
import { recordedSteps } from './example.ts';
import type { Lesson } from './lesson.ts';
import type { Sample } from './sample.ts';

/** One onset's elements that could have failed. */
export interface Trial<S extends Sample = Sample> {
  readonly sample: S;
  readonly onset: number;
  readonly isAwaited: boolean;
  readonly elements: readonly number[];
  /** Share of worlds in which each of them failed, 0 or 1 for a single world. `[elements]` */
  readonly outcome: Float64Array;
  /** The step at which it did, 0 for never. `[elements]` */
  readonly step: Float64Array;
  /** What each member says of them, before cooling. `[members][elements]` */
  readonly said: readonly Said[];
}

/** Onsets that are looked at side by side. */
const atOnce = 32;

/** A trial for each onset of a lesson. */
export function trialsOf<S extends Sample>(ensemble: Ensemble, lesson: Lesson<S>): Trial<S>[] {
  const { onsets } = lesson.sample;
  const trials: Trial<S>[] = [];
  for (let first = 0; first < onsets.length; first += atOnce) {
    const count = Math.min(atOnce, onsets.length - first);
    const views = Array.from({ length: count }, (_, i) => lesson.view(first + i));
    const features = featuresOf(views, lesson.messages);
    const outlooks = saidBy(ensemble, features, recordedSteps);
    for (let i = 0; i < count; i++) {
      const isExposed = (element: number) => features.exposed.values[element * count + i] === 1;
      const elements = range(lesson.sample.network.elementCount).filter(isExposed);
      const rows = elements.map((element) => element * count + i);
      const said = outlooks.map(({ probability, step }) => ({
        probability: Float64Array.from(rows, (row) => probability[row] as number),
        step: Float64Array.from(rows, (row) => step[row] as number),
      }));
      trials.push({ ...happened(lesson.sample, first + i, elements), said });
    }
  }
  return trials;
}

function happened<S extends Sample>(sample: S, onset: number, elements: readonly number[]) {
  const isAwaited = (sample.onsets[onset]?.awaitedAmong ?? 0) > 0;
  const outcome = new Float64Array(elements.length);
  const step = new Float64Array(elements.length);
  for (const [index, element] of elements.entries()) {
    for (let t = 1; t <= recordedSteps; t++) {
      const share = sample.failsAt(onset, element, t);
      outcome[index] = (outcome[index] as number) + share;
      if (share > 0) step[index] = t;
    }
  }
  return { sample, onset, isAwaited, elements, outcome, step };
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
