/** Held-out examples with what each contender said of them; read by calibration and evaluation. */
import type { Ensemble } from '../../src/predict/gnn/ensemble.ts';
import { cooled, memberOutlook } from '../../src/predict/gnn/ensemble.ts';
import { recordedSteps } from './example.ts';
import type { Lesson } from './lesson.ts';

/** One example's nodes that could have failed. */
export interface Trial {
  readonly lesson: Lesson;
  readonly nodes: readonly number[];
  /** Share of worlds in which each of them failed, 0 or 1 for a single world. `[nodes]` */
  readonly outcome: Float64Array;
  /** The step at which it did, 0 for never. `[nodes]` */
  readonly step: Float64Array;
}

export function trialOf(lesson: Lesson): Trial {
  const { atRisk, example } = lesson;
  const all = Array.from(lesson.features.declared.keys());
  const nodes = all.filter((node) => (atRisk[node * recordedSteps] ?? 0) > 0);
  const outcome = new Float64Array(nodes.length);
  const step = new Float64Array(nodes.length);
  for (const [index, node] of nodes.entries()) {
    for (let t = 1; t <= recordedSteps; t++) {
      const share = example.failsAt[node * recordedSteps + t - 1] ?? 0;
      outcome[index] = (outcome[index] ?? 0) + share;
      if (share > 0) step[index] = t;
    }
  }
  return { lesson, nodes, outcome, step };
}

/** Probabilities of the trial's nodes by each member, before cooling. `[members][nodes]` */
export function memberProbabilities(ensemble: Ensemble, trial: Trial): Float64Array[] {
  const { features, offset } = trial.lesson;
  const mayFail = new Uint8Array(features.declared.length);
  for (const node of trial.nodes) mayFail[node] = 1;
  const options = { features, steps: recordedSteps, offset, temperature: 1, mayFail };
  return ensemble.members.map((member) => {
    const { probability } = memberOutlook(ensemble, member, options);
    return Float64Array.from(trial.nodes, (node) => probability[node] ?? 0);
  });
}

/** The mean of the members' cooled probabilities: what is served. `[nodes]` */
export function joined(members: readonly Float64Array[], temperature: number): Float64Array {
  return Float64Array.from(members[0] ?? [], (_, node) => {
    const sum = members.reduce((s, member) => s + cooled(member[node] ?? 0, temperature), 0);
    return sum / members.length;
  });
}
