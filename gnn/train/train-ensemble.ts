/** A whole training run, from data to a written checkpoint; called by `train.ts` and its test. */
import type { Ensemble } from '../../src/predict/gnn/ensemble.ts';
import { featureNames } from '../../src/predict/gnn/read-ensemble.ts';
import type { Weights } from '../model/architecture.ts';
import type { Matrix } from '../model/array-algebra.ts';
import { type Checkpoint, checkpointFile } from '../model/checkpoint.ts';
import { measure } from '../model/normalisation.ts';
import { useFastestBackend } from './backend.ts';
import { calibrate, type HeldOut } from './calibrate.ts';
import { figuresOf } from './evaluate.ts';
import type { Example } from './example.ts';
import { fitWeights } from './fit.ts';
import { dataHash, generate, graphsHash } from './generate.ts';
import { type Lesson, lessonOf, type Scales } from './lesson.ts';
import type { TrainingPlan } from './plan.ts';
import { type Description, saveCheckpoint } from './save.ts';
import { trialOf } from './trial.ts';

/** Writes `checkpoint.json` and `weights.bin` to the folder; progress goes to stderr. */
export async function trainEnsemble(folder: string, plan: TrainingPlan): Promise<void> {
  const started = Date.now();
  const backend = await useFastestBackend();
  tell(`backend ${backend}; generating graphs`);
  const examples = dataOf(plan);
  const lessons = examples.train.map(lessonOf);
  const normalisation: Scales = {
    nodes: measure(lessons.map(({ features }) => features.nodes)),
    groups: measure(lessons.map(({ features }) => features.groups)),
  };
  const architecture = architectureOf(plan);
  const fitted = plan.seeds.map((seed) =>
    fitMember(lessons, { plan, scales: normalisation, seed }),
  );
  const ensemble = { architecture, normalisation, members: fitted.map(({ weights }) => weights) };
  const record = {
    members: fitted.map(({ loss }, i) => ({ seed: plan.seeds[i] as number, loss })),
    training: {
      steps: plan.steps,
      lessonsPerStep: plan.lessonsPerStep,
      learningRate: plan.learningRate,
      backend,
      seconds: Math.round((Date.now() - started) / 1000),
      data: {
        train: recordOf(plan.graphs.train, examples.train),
        validation: recordOf(plan.graphs.validation, examples.validation),
        test: recordOf(plan.graphs.test, examples.test),
      },
    },
  };
  tell('calibrating and measuring');
  await saveCheckpoint(folder, describe(ensemble, examples, record), ensemble.members);
  tell(`wrote ${checkpointFile} to ${folder} after ${record.training.seconds} s of training`);
}

type Data = Readonly<Record<'train' | 'validation' | 'test', readonly Example[]>>;

function dataOf({ graphs }: TrainingPlan): Data {
  return {
    train: [...generate('train', graphs.train)],
    validation: [...generate('validation', graphs.validation)],
    test: [...generate('test', graphs.test)],
  };
}

function architectureOf({ hidden }: TrainingPlan) {
  const { nodes, groups, steps } = featureNames;
  return {
    nodeFeatures: nodes.length,
    groupFeatures: groups.length,
    stepFeatures: steps.length,
    hidden,
  };
}

interface MemberOptions {
  readonly plan: TrainingPlan;
  readonly scales: Scales;
  readonly seed: number;
}

function fitMember(
  lessons: readonly Lesson[],
  { plan, scales, seed }: MemberOptions,
): { weights: Weights<Matrix>; loss: number } {
  let mean = Number.NaN;
  const started = Date.now();
  const onStep = (step: number, loss: number) => {
    mean = Number.isNaN(mean) ? loss : 0.98 * mean + 0.02 * loss;
    if ((step + 1) % 50 !== 0) return;
    const seconds = ((Date.now() - started) / 1000).toFixed(0);
    tell(
      `member ${seed}: step ${step + 1} of ${plan.steps}, loss ${mean.toFixed(4)}, ${seconds} s`,
    );
  };
  const { steps, lessonsPerStep, learningRate } = plan;
  const options = { scales, seed, steps, lessonsPerStep, learningRate, onStep };
  const weights = fitWeights(lessons, { architecture: architectureOf(plan), ...options });
  return { weights, loss: Number(mean.toFixed(4)) };
}

function describe(
  ensemble: Ensemble,
  { validation, test }: Data,
  record: Pick<Checkpoint, 'members' | 'training'>,
): Description {
  const { architecture, normalisation } = ensemble;
  const of = (awaited: boolean): HeldOut => ({
    validation: validation.filter((e) => e.awaited === awaited).map((e) => trialOf(lessonOf(e))),
    test: test.filter((e) => e.awaited === awaited).map((e) => trialOf(lessonOf(e))),
  });
  const calibration = {
    failed: calibrate(ensemble, of(false)),
    awaited: calibrate(ensemble, of(true)),
  };
  return {
    format: 1,
    task: 'fault-propagation',
    version: '1',
    description: 'Which twins fail, and at which step, given what has failed now',
    licence: 'Apache-2.0',
    architecture,
    features: featureNames,
    normalisation,
    calibration,
    ...record,
    metrics: figuresOf(ensemble, calibration, test),
  };
}

function recordOf(graphs: number, examples: readonly Example[]) {
  return { graphs, graphsSha256: graphsHash(examples), sha256: dataHash(examples) };
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}
