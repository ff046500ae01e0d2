/** The `startSweep` mutation. */

import type { Job as JobValue } from '../../flows/jobs/job.ts';
import { defaultHorizonSeconds, defaultSeed } from '../../flows/run-defaults.ts';
import { startOf } from '../../flows/scenario-create.ts';
import type { SweepEstimate } from '../../flows/sweep/estimate-sweep.ts';
import { startSweep } from '../../flows/sweep/sweep-jobs.ts';
import type { Scenario } from '../../model/scenario.ts';
import { builder } from '../builder.ts';
import { Edit } from './edit.ts';
import { Job } from './job.ts';
import { baseOf, editsOf, ScenarioBaseInput, settingFields, settingOf } from './scenario-inputs.ts';
import { axisInput, SweepAxis } from './sweep-axis.ts';

const SweepPrecision = builder.inputType('SweepPrecision', {
  description: 'How well the difference of each case from the base is to be known.',
  fields: (t) => ({
    kpi: t.string({ required: true, description: 'Name of the key figure.' }),
    halfWidth: t.float({
      required: true,
      description: 'Half the width of the 95 % interval of the difference, above 0.',
    }),
    most: t.int({ description: 'Replications of a case at most; 1000 by default.' }),
  }),
});

const SweepBest = builder.inputType('SweepBest', {
  description: 'Which cases are to be found, and how surely.',
  fields: (t) => ({
    kpi: t.string({ required: true, description: 'Name of the key figure.' }),
    top: t.int({ description: 'How many of the best; 1 by default.' }),
    worst: t.boolean({
      description: 'The worst ones instead, such as the removals that hurt most.',
    }),
    probability: t.float({ description: 'That they are the best; 0.95 by default.' }),
    indifference: t.float({
      description:
        'With one best: the smallest difference that matters. The procedure of Kim and Nelson then holds the probability.',
    }),
    most: t.int({ description: 'Replications of a case at most; 1000 by default.' }),
  }),
});

const StartSweepInput = builder.inputType('StartSweepInput', {
  description: 'Which variations of a scenario to run, and what to know of them.',
  fields: (t) => ({
    base: t.field({
      type: ScenarioBaseInput,
      description: 'What every case starts from; the present when left out.',
    }),
    edits: t.field({ type: [Edit], description: 'Edits of the base and of every case.' }),
    ...settingFields(t),
    axes: t.field({
      type: [SweepAxis],
      required: true,
      description: 'What varies: each case is one position of every axis.',
    }),
    kpis: t.stringList({ description: 'Names of the key figures to keep; all when left out.' }),
    replications: t.int({
      description:
        'Runs of each case, each with a seed that is the same for all; 10 where anything is random, else 1.',
    }),
    precision: t.field({
      type: SweepPrecision,
      description: 'Instead: run each case until its difference is known so well.',
    }),
    best: t.field({
      type: SweepBest,
      description: 'Instead: run the cases that may be the best until it is known which are.',
    }),
  }),
});

const SweepEstimateType = builder.objectRef<SweepEstimate>('SweepEstimate').implement({
  description: 'How much work a sweep is.',
  fields: (t) => ({
    cases: t.exposeFloat('cases', { description: 'How many cases, pairs not yet left out.' }),
    runs: t.exposeFloat('runs', { description: 'How many runs at least.' }),
    seconds: t.exposeFloat('seconds', {
      description: 'On one processor, by a timed sample of the cases.',
    }),
  }),
});

interface Payload {
  readonly job: JobValue;
  readonly estimate: SweepEstimate;
}

const StartSweepPayload = builder.objectRef<Payload>('StartSweepPayload').implement({
  description: 'The job that runs a sweep.',
  fields: (t) => ({
    job: t.field({ type: Job, description: 'The job.', resolve: ({ job }) => job }),
    estimate: t.field({
      type: SweepEstimateType,
      description: 'How much work it is.',
      resolve: ({ estimate }) => estimate,
    }),
  }),
});

type Input = typeof StartSweepInput.$inferInput;

function questionOf({ kpis, replications, precision, best }: Input) {
  return {
    ...(kpis != null && { kpis }),
    ...(replications != null && { replications }),
    ...(precision != null && { precision: given(precision) }),
    ...(best != null && { best: given(best) }),
  };
}

/** Without what is null. */
function given<T extends object>(input: T): { [K in keyof T]: NonNullable<T[K]> } {
  const entries = Object.entries(input).filter(([, value]) => value != null);
  return Object.fromEntries(entries) as { [K in keyof T]: NonNullable<T[K]> };
}

builder.mutationField('startSweep', (t) =>
  t.field({
    type: StartSweepPayload,
    description:
      'Runs many variations of a scenario as a job. The same question is the same job: it goes on, or is there already. A case that cannot be meant is refused at once with its position, and a sweep that would never end with an estimate.',
    complexity: { field: 500, multiplier: 1 },
    args: {
      input: t.arg({ type: StartSweepInput, required: true, description: 'What to run.' }),
    },
    resolve: async (_root, { input }, { services, signal }) => {
      const start = await startOf(services, baseOf(input.base).base);
      const setting = settingOf(input);
      const scenario: Scenario = {
        base: start.revision,
        edits: [...start.edits, ...editsOf(input.edits, 'input.edits')],
        seed: setting.seed ?? start.seed ?? defaultSeed,
        horizonSeconds: setting.horizonSeconds ?? start.horizonSeconds ?? defaultHorizonSeconds,
      };
      const catalogue = services.store.catalogue();
      const axes = input.axes.map((axis, i) => axisInput(axis, `input.axes[${i}]`, catalogue));
      const asked = { scenario, axes, ...questionOf(input) };
      return startSweep(services, asked, { signal: signal() });
    },
  }),
);
