/**
 * Fits logistic regression and boosted trees on generated cascades, as baselines of the network: to
 * the cascades of both tasks and to those of each, the better kept by validation, model by model.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type BaselineRecord,
  baselinesFile,
  baselinesText,
  type TasksBaselines,
} from '../../src/evaluate/baselines/baselines-file.ts';
import {
  type CascadeTask,
  cascadeTasks,
  type Fit,
  type FittedBaseline,
  learnedNames,
  type TaskBaselines,
} from '../../src/evaluate/baselines/fitted-baselines.ts';
import {
  fitLearnedBaselines,
  type LearnedBaselines,
  type LearnedScoreName,
} from '../../src/evaluate/baselines/learned-scores.ts';
import { judge } from './baseline-judgement.ts';
import {
  lineExamples,
  motterLaiExamples,
  type OverloadExample,
  overloadHash,
} from './overload-examples.ts';

/** How large a fit is; recorded in the file. */
export interface BaselinePlan {
  /** Of each task. */
  readonly graphs: { readonly train: number; readonly validation: number };
  /** Cascades of each graph at most, at equal steps through those of the data set. */
  readonly cascades: number;
  readonly trees: number;
  readonly depth: number;
  readonly learningRate: number;
}

/** The shipped file; as many trees as 400 kB hold. */
export const shippedBaselinePlan: BaselinePlan = {
  graphs: { train: 120, validation: 40 },
  cascades: 32,
  trees: 100,
  depth: 6,
  learningRate: 0.15,
};

type ByTask<T> = Readonly<Record<CascadeTask, T>>;

const generators = { 'motter-lai': motterLaiExamples, 'dc-cascade': lineExamples } as const;

function byTask<T>(make: (task: CascadeTask) => T): ByTask<T> {
  return { 'motter-lai': make('motter-lai'), 'dc-cascade': make('dc-cascade') };
}

/** Writes `baselines.json` into the folder; `say` hears of each step. */
export async function trainBaselines(
  folder: string,
  plan: BaselinePlan,
  say: (step: string) => void = () => {},
): Promise<TasksBaselines> {
  const draw = (split: 'train' | 'validation') =>
    byTask((task) =>
      [...generators[task](split, plan.graphs[split])].map((example) => fewer(example, plan)),
    );
  const [training, validation] = [draw('train'), draw('validation')];
  say('data drawn');
  const all = (data: ByTask<readonly OverloadExample[]>) => cascadeTasks.flatMap((t) => data[t]);
  const fitted = (train: readonly OverloadExample[], watch: readonly OverloadExample[]) =>
    fitLearnedBaselines(train, watch, plan);
  const both = fitted(all(training), all(validation));
  say('fitted to both');
  const tasks = byTask((task): TaskBaselines => {
    const own = fitted(training[task], validation[task]);
    say(`fitted to ${task}`);
    return chosenFits({ both, own }, validation[task]);
  });
  const hashes = (data: ByTask<readonly OverloadExample[]>) =>
    byTask((task) => ({ graphs: data[task].length, sha256: overloadHash(data[task]) }));
  const record: BaselineRecord = {
    plan: { ...plan },
    data: { train: hashes(training), validation: hashes(validation) },
  };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, baselinesFile), baselinesText(record, tasks));
  return tasks;
}

/** The better fit of each model, judged on what was not fitted. */
function chosenFits(
  fits: Readonly<Record<Fit, LearnedBaselines>>,
  validation: readonly OverloadExample[],
): TaskBaselines {
  const choose = (name: LearnedScoreName): FittedBaseline => {
    const [both, own] = [judge(fits.both[name], validation), judge(fits.own[name], validation)];
    const fit = both.ap > own.ap ? 'both' : 'own';
    const { cooling, setThreshold } = fit === 'both' ? both : own;
    const aps = { both: both.ap, own: own.ap };
    return { model: fits[fit][name], cooling, setThreshold, fit, validation: aps };
  };
  return Object.fromEntries(learnedNames.map((name) => [name, choose(name)])) as Record<
    LearnedScoreName,
    FittedBaseline
  >;
}

function fewer(example: OverloadExample, { cascades }: BaselinePlan): OverloadExample {
  const { onsets, outcomes } = example;
  const count = Math.min(cascades, onsets.length);
  const places = Array.from({ length: count }, (_, i) => Math.floor((i * onsets.length) / count));
  const pick = <T>(items: readonly T[]) => places.map((place) => items[place] as T);
  return { ...example, onsets: pick(onsets), outcomes: pick(outcomes) };
}
