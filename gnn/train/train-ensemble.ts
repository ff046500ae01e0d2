/** A whole training run, from data to a written checkpoint; called by `train.ts` and its test. */
import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import type { Ensemble } from '../../src/predict/gnn/ensemble.ts';
import { featureNames } from '../../src/predict/gnn/read-ensemble.ts';
import { type Checkpoint, checkpointFile } from '../model/checkpoint.ts';
import { unpackWeights } from '../model/weights.ts';
import { calibrate } from './calibrate.ts';
import { type Data, dataOf } from './data.ts';
import { figuresOf } from './evaluate.ts';
import { lessonOf } from './lesson.ts';
import { architectureOf } from './lesson-plan.ts';
import type { Member } from './member.ts';
import type { TrainingPlan } from './plan.ts';
import type { Sample } from './sample.ts';
import { type Description, saveCheckpoint } from './save.ts';
import { type Trial, trialsOf } from './trial.ts';

/** Writes `checkpoint.json` and `weights.bin` to the folder; progress goes to stderr. */
export async function trainEnsemble(folder: string, plan: TrainingPlan): Promise<void> {
  const started = Date.now();
  const fitted = await fitMembers(plan);
  const seconds = Math.round((Date.now() - started) / 1000);
  tell(`calibrating and measuring after ${seconds} s`);
  await saveEnsemble(folder, plan, { fitted, seconds });
  tell(`wrote ${checkpointFile} to ${folder}`);
}

/** Calibrates the members and writes them; `seconds` is what fitting them took. */
export async function saveEnsemble(
  folder: string,
  plan: TrainingPlan,
  { fitted, seconds }: { readonly fitted: readonly Member[]; readonly seconds: number },
): Promise<void> {
  const [{ backend, scales: normalisation }] = fitted as readonly [Member, ...Member[]];
  const architecture = architectureOf(plan);
  const members = fitted.map(({ weights }) => unpackWeights(architecture, weights));
  const held = {
    validation: dataOf('validation', plan.graphs.validation),
    test: dataOf('test', plan.graphs.test),
  };
  const { steps, rowsPerStep, learningRate } = plan;
  const data = {
    train: dataOf('train', plan.graphs.train).record,
    validation: held.validation.record,
    test: held.test.record,
  };
  const description: Description = {
    ...judged({ architecture, normalisation, members }, held),
    members: fitted.map(({ seed, loss }) => ({ seed, loss })),
    training: { steps, rowsPerStep, learningRate, backend, seconds, data },
  };
  await saveCheckpoint(folder, description, members);
}

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const filename = new URL(`./member.${extension}`, import.meta.url).href;

/** Members are fitted beside each other, one on each of two cores. */
async function fitMembers(plan: TrainingPlan): Promise<Member[]> {
  const threads = Math.min(2, availableParallelism(), plan.seeds.length);
  const pool = new Piscina({ filename, minThreads: threads, maxThreads: threads });
  try {
    return await Promise.all(plan.seeds.map((seed) => pool.run({ plan, seed }) as Promise<Member>));
  } finally {
    await pool.destroy();
  }
}

function judged(
  ensemble: Ensemble,
  { validation, test }: Record<'validation' | 'test', Data>,
): Omit<Description, 'members' | 'training'> {
  const { architecture, normalisation } = ensemble;
  const trials = (samples: readonly Sample[]) =>
    samples.flatMap((sample) => trialsOf(ensemble, lessonOf(sample)));
  const ofDependencies = {
    validation: trials(validation.dependency),
    test: trials(test.dependency),
  };
  const among = (isAwaited: boolean) => {
    const matching = (all: readonly Trial[]) => all.filter((t) => t.isAwaited === isAwaited);
    const { validation, test } = ofDependencies;
    return { validation: matching(validation), test: matching(test) };
  };
  const overload = ({ overload: { motterLai, lines } }: Data) => trials([...motterLai, ...lines]);
  const calibration: Checkpoint['calibration'] = {
    failed: calibrate(among(false)),
    awaited: calibrate(among(true)),
    overload: calibrate({ validation: overload(validation), test: overload(test) }),
  };
  return {
    format: 2,
    task: 'fault-propagation',
    version: '2',
    description: 'Which twins fail, and at which step, given what has failed now',
    licence: 'Apache-2.0',
    architecture,
    features: featureNames,
    normalisation,
    calibration,
    metrics: figuresOf(ensemble, calibration, test.dependency),
  };
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}
