/** Fits one member of the ensemble, on a thread of its own; started by `train-ensemble.ts`. */
import { writeSync } from 'node:fs';
import { packWeights } from '../model/weights.ts';
import { useFastestBackend } from './backend.ts';
import { dataOf } from './data.ts';
import { type Course, fitWeights } from './fit.ts';
import type { Scales } from './lesson.ts';
import { architectureOf, coursesOf, scalesOf } from './lesson-plan.ts';
import type { TrainingPlan } from './plan.ts';

export interface Member {
  readonly seed: number;
  /** Mean of the last steps' losses. */
  readonly loss: number;
  readonly backend: string;
  readonly scales: Scales;
  /** See `packWeights`. */
  readonly weights: Float32Array;
}

/** Kept for the next member that this thread fits. */
let made: { readonly courses: readonly Course[]; readonly scales: Scales } | undefined;

/** Progress goes to stderr. */
export default async function member(task: {
  readonly plan: TrainingPlan;
  readonly seed: number;
}): Promise<Member> {
  const { plan, seed } = task;
  const backend = await useFastestBackend();
  if (made === undefined) {
    tell(`member ${seed}: generating graphs`);
    const courses = coursesOf(dataOf('train', plan.graphs.train));
    made = { courses, scales: scalesOf(courses) };
  }
  const { courses, scales } = made;
  const architecture = architectureOf(plan);
  let loss = Number.NaN;
  const started = Date.now();
  const onStep = (step: number, now: number) => {
    loss = Number.isNaN(loss) ? now : 0.99 * loss + 0.01 * now;
    if ((step + 1) % 60 !== 0) return;
    const seconds = ((Date.now() - started) / 1000).toFixed(0);
    tell(
      `member ${seed}: step ${step + 1} of ${plan.steps}, loss ${loss.toFixed(4)}, ${seconds} s`,
    );
  };
  const fitted = fitWeights(courses, { ...plan, architecture, scales, seed, onStep });
  const weights = packWeights(architecture, fitted);
  return { seed, loss: Number(loss.toFixed(4)), backend, scales, weights };
}

function tell(text: string): void {
  // At once: a thread's stderr goes through its event loop, which has no turn while it fits.
  writeSync(process.stderr.fd, `${text}\n`);
}
