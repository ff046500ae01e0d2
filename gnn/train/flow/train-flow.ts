/** A whole training run of the flow network, from data to a written checkpoint. */
import { type FlowEnsemble, flowOutputsOf } from '../../../src/predict/flow/flow-ensemble.ts';
import { flowColumns } from '../../../src/predict/flow/link-columns.ts';
import { relationNames } from '../../../src/predict/flow/relations.ts';
import type { FlowArchitecture } from '../../model/flow-architecture.ts';
import type { FlowCheckpoint } from '../../model/flow-checkpoint.ts';
import { measure } from '../../model/normalisation.ts';
import { useFastestBackend } from '../backend.ts';
import { calibrateFlow, type FlowTold } from './flow-calibrate.ts';
import { type FlowExample, flowExamples, flowHash } from './flow-examples.ts';
import { flowFigures } from './flow-figures.ts';
import { fitFlowWeights } from './flow-fit.ts';
import { type FlowLesson, flowLesson } from './flow-lesson.ts';
import type { FlowPlan } from './flow-plan.ts';
import { saveFlowCheckpoint } from './save-flow.ts';

/** Writes `checkpoint.json` and `weights.bin` to the folder; progress goes to stderr. */
export async function trainFlow(folder: string, plan: FlowPlan): Promise<void> {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const backend = await useFastestBackend();
  tell(`backend ${backend}; generating networks and their equilibria`);
  const lessons = {
    train: [...flowExamples('train', plan.graphs.train)].map(flowLesson),
    validation: [...flowExamples('validation', plan.graphs.validation)].map(flowLesson),
    test: [...flowExamples('test', plan.graphs.test)].map(flowLesson),
  };
  tell(`${lessons.train.length} lessons after ${seconds()} s`);
  const { members, ...ensemble } = fitEnsemble(lessons.train, plan);
  const weights = members.map((member) => member.weights);
  const told = (all: readonly FlowLesson[]): FlowTold[] =>
    all.map((lesson) => ({
      lesson,
      outputs: flowOutputsOf({ ...ensemble, members: weights }, lesson.features),
    }));
  const calibration = calibrateFlow(told(lessons.validation));
  const figures = flowFigures(told(lessons.test), calibration);
  const { graphs, steps, lessonsPerStep, learningRate } = plan;
  const record = (split: 'train' | 'validation' | 'test') =>
    recordOf(
      graphs[split],
      lessons[split].map((lesson) => lesson.example),
    );
  const data = {
    train: { roads: record('train') },
    validation: { roads: record('validation') },
    test: { roads: record('test') },
  };
  const { ece, coverage, ...metrics } = figures;
  const description: Omit<FlowCheckpoint, 'weights'> = {
    format: 2,
    task: 'flow-bottleneck',
    version: '1',
    description: 'Which links are over capacity at equilibrium, and how far each is filled',
    licence: 'Apache-2.0',
    architecture: ensemble.architecture,
    features: { links: flowColumns, relations: relationNames },
    normalisation: { links: ensemble.normalisation },
    calibration: { ...calibration, error: ece, coverage, graphs: graphs.validation },
    members: members.map(({ seed, loss }) => ({ seed, loss })),
    training: { steps, lessonsPerStep, learningRate, backend, seconds: seconds(), data },
    metrics: { ...metrics },
  };
  await saveFlowCheckpoint(folder, description, weights);
  tell(`${JSON.stringify(figures)}; wrote ${folder} after ${seconds()} s`);
}

function fitEnsemble(lessons: readonly FlowLesson[], plan: FlowPlan) {
  const normalisation = measure(lessons.map(({ features }) => features.links));
  const architecture: FlowArchitecture = {
    linkFeatures: flowColumns.length,
    relations: relationNames.length,
    hidden: plan.hidden,
    iterations: plan.iterations,
  };
  const base: Omit<FlowEnsemble, 'members'> = { architecture, normalisation };
  const members = plan.seeds.map((seed) => {
    let mean = Number.NaN;
    const started = Date.now();
    const onStep = (step: number, loss: number) => {
      mean = Number.isNaN(mean) ? loss : 0.98 * mean + 0.02 * loss;
      if ((step + 1) % 50 !== 0) return;
      const took = ((Date.now() - started) / 1000).toFixed(0);
      tell(`member ${seed}: step ${step + 1} of ${plan.steps}, loss ${mean.toFixed(4)}, ${took} s`);
    };
    const { steps, lessonsPerStep, learningRate } = plan;
    const options = { architecture, scale: normalisation, seed, onStep };
    const weights = fitFlowWeights(lessons, { ...options, steps, lessonsPerStep, learningRate });
    return { seed, weights, loss: Number(mean.toFixed(4)) };
  });
  return { ...base, members };
}

function recordOf(graphs: number, examples: readonly FlowExample[]) {
  const bare = examples.map((example) => ({ ...example, flow: new Float64Array(0) }));
  return { graphs, graphsSha256: flowHash(bare), sha256: flowHash(examples) };
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}
