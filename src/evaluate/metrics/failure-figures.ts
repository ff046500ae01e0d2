/** Scores of who fails beside what happened, in the figures that every evaluation prints. */
import type { Outcome } from '../../../gnn/model/stress-network.ts';
import { averagePrecision, rocArea } from '../../statistics/average-precision.ts';

/** One onset's scores and its outcome, by element. */
export interface JudgedScores {
  readonly scores: ArrayLike<number>;
  readonly outcome: Outcome;
}

export interface FailureFigures {
  /** Average precision over all pairs of an onset and an element that had not failed before. */
  readonly ap: number;
  /** The same without the pairs that fail at the first step; NaN where nothing fails later. */
  readonly apLater: number;
  readonly auc: number;
}

/** Pooled over all onsets. */
export function failureFigures(judged: readonly JudgedScores[]): FailureFigures {
  const all = pooled(judged, (step) => step !== 0);
  const later = pooled(judged, (step) => step !== 0 && step !== 1);
  return {
    ap: averagePrecision(all.scores, all.labels),
    apLater: averagePrecision(later.scores, later.labels),
    auc: rocArea(all.scores, all.labels),
  };
}

/** The pairs whose step is taken, one after another; the label is 1 for those that fail. */
function pooled(judged: readonly JudgedScores[], takes: (step: number) => boolean) {
  const size = judged.reduce((sum, { outcome }) => sum + outcome.length, 0);
  const [scores, labels] = [new Float64Array(size), new Uint8Array(size)];
  let count = 0;
  for (const one of judged) {
    for (let element = 0; element < one.outcome.length; element++) {
      const step = one.outcome[element] as number;
      if (!takes(step)) continue;
      scores[count] = one.scores[element] as number;
      labels[count++] = step > 0 ? 1 : 0;
    }
  }
  return { scores: scores.subarray(0, count), labels: labels.subarray(0, count) };
}
