/** `RunWhatIfPayload.causes`: how much of each figure's difference is owed to each edit. */
import { z } from 'zod';
import { defaultCauseRuns } from '../../flows/causes/causes.ts';
import type { KpiCause, KpiCauses } from '../../flows/causes/kpi-causes.ts';
import { mostSingleEdits } from '../../flows/causes/players.ts';
import { mostRuns, unknownKpi } from '../../flows/kpi-runs.ts';
import { builder } from '../builder.ts';
import { Better, RunWhatIfPayload } from './what-if.ts';

const Cause = builder.objectRef<KpiCause>('KpiCause').implement({
  description: 'What some edits do to a key figure.',
  fields: (t) => ({
    edits: t.field({
      type: ['Int'],
      description: 'Positions of the edits, from 0; several where they cannot be made apart.',
      resolve: ({ edits }) => [...edits],
    }),
    label: t.exposeString('label', { description: 'What they are called.' }),
    contribution: t.exposeFloat('contribution', {
      description: 'Their part of the difference, as a Shapley value.',
    }),
    standardError: t.exposeFloat('standardError', {
      description: 'Its standard error: 0 where it is exact and nothing is random.',
    }),
  }),
});

const Causes = builder.objectRef<KpiCauses>('KpiCauses').implement({
  description: 'The difference of a key figure, shared out among the edits.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The key figure.' }),
    unit: t.exposeString('unit', { nullable: true, description: 'Its unit.' }),
    better: t.field({
      type: Better,
      description: 'Which way it is wanted.',
      resolve: ({ better }) => better,
    }),
    difference: t.exposeFloat('difference', { description: 'With the edits less without them.' }),
    parts: t.field({
      type: [Cause],
      description: 'In the order of the edits; they sum to the difference.',
      resolve: ({ parts }) => [...parts],
    }),
    isExact: t.exposeBoolean('isExact', {
      description: 'Whether all combinations of the edits were run; else some orders of them.',
    }),
    runs: t.exposeInt('runs', { description: 'Simulations in all, for all figures together.' }),
    text: t.exposeString('text', { description: 'It in a sentence.' }),
  }),
});

builder.objectField(RunWhatIfPayload, 'causes', (t) =>
  t.field({
    type: [Causes],
    description: `How much of each figure’s difference is owed to each edit, by running combinations of them: edits apart, those of each twin where they are more than ${mostSingleEdits}, and those as one that cannot be made apart.`,
    complexity: { field: 500, multiplier: 1 },
    args: {
      kpis: t.arg.stringList({
        description: 'Names of key figures; those that differ by default.',
      }),
      runs: t.arg.int({
        description: `At most so many simulations: 1 to ${mostRuns}, ${defaultCauseRuns} by default. Where all combinations are more, some are drawn.`,
        validate: z.int().min(1).max(mostRuns).nullish(),
      }),
    },
    resolve: async ({ item }, { kpis, runs }) => {
      if (kpis?.length === 0) return [];
      const unknown = kpis?.find((asked) => item.kpis.every(({ name }) => name !== asked));
      if (unknown !== undefined) throw unknownKpi(unknown, item.kpis);
      const causes = await item.causes(runs == null ? {} : { runs });
      const isAsked = ({ name, difference }: KpiCauses) =>
        kpis == null ? difference !== 0 : kpis.includes(name);
      return causes.filter(isAsked);
    },
  }),
);
