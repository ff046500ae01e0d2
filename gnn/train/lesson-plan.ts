/** What a plan makes of its samples: courses, scales and sizes. Called by training and its tests. */
import { featuresOf } from '../../src/predict/gnn/features.ts';
import { featureNames } from '../../src/predict/gnn/read-ensemble.ts';
import type { Architecture } from '../model/architecture.ts';
import { measure } from '../model/normalisation.ts';
import type { Data } from './data.ts';
import type { Course } from './fit.ts';
import { lessonOf, type Scales } from './lesson.ts';
import type { TrainingPlan } from './plan.ts';
import type { Sample } from './sample.ts';

/** One course a kind: each has a like part in the training. */
export function coursesOf({ dependency, overload }: Data): Course[] {
  const kinds: (readonly Sample[])[] = [dependency, overload.motterLai, overload.lines];
  return kinds.filter((samples) => samples.length > 0).map((samples) => samples.map(lessonOf));
}

/** Graphs of each course that figures of normalisation are taken of, and onsets of each. */
const [measuredGraphs, measuredOnsets] = [60, 4];

export function scalesOf(courses: readonly Course[]): Scales {
  const tables = courses.flatMap((lessons) =>
    lessons.slice(0, measuredGraphs).map(({ sample, messages, view }) => {
      const onsets = sample.onsets.slice(0, measuredOnsets);
      return featuresOf(
        onsets.map((_, onset) => view(onset)),
        messages,
      );
    }),
  );
  return {
    nodes: measure(tables.map(({ nodes }) => nodes)),
    limits: measure(tables.map(({ limits }) => limits)),
  };
}

export function architectureOf({ hidden }: Pick<TrainingPlan, 'hidden'>): Architecture {
  const { nodes, limits, steps } = featureNames;
  return {
    nodeFeatures: nodes.length,
    limitFeatures: limits.length,
    stepFeatures: steps.length,
    hidden,
  };
}
