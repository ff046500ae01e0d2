/** `Sweep`: what is known of a sweep, also while it runs. */
import { type AxisEffect, axisEffects } from '../../flows/sweep/axis-effects.ts';
import type { Sweep as SweepValue } from '../../flows/sweep/sweep.ts';
import type { SweepKpi as SweepKpiValue } from '../../flows/sweep/sweep-records.ts';
import {
  ranked,
  rowsFrom,
  type SweepRow,
  type SweepSelection as SweepSelectionValue,
  selectionOf,
} from '../../flows/sweep/sweep-views.ts';
import { LinchpinError } from '../../model/errors.ts';
import type { Json } from '../../model/json.ts';
import { builder } from '../builder.ts';
import { pageSize } from '../connection.ts';
import { pageCost } from '../cost.ts';
import { maxPage } from '../limits.ts';
import { Problem } from './problem.ts';
import { AxisEffectType } from './sweep-effect.ts';
import { Better, Kpi } from './what-if.ts';

interface Row {
  readonly sweep: SweepValue;
  readonly row: SweepRow;
}

const SweepCase = builder.objectRef<Row>('SweepCase').implement({
  description: 'A case of a sweep that is done.',
  fields: (t) => ({
    index: t.int({ description: 'Its number, from 0.', resolve: ({ row }) => row.index }),
    labels: t.stringList({
      description: 'Its position on each axis.',
      resolve: ({ row }) => [...row.labels],
    }),
    edits: t.field({
      type: ['JSON'],
      description: 'What it does, as `linchpin simulate --edits` reads it.',
      resolve: ({ sweep, row }) =>
        (sweep.ready?.space.editsAt(row.index) ?? []) as unknown as Json[],
    }),
    replications: t.int({
      description: 'How many times it was run.',
      resolve: ({ row }) => row.replications,
    }),
    kpis: t.field({
      type: [Kpi],
      description: 'Its key figures beside those of the base with the same seeds.',
      args: { names: t.arg.stringList({ description: 'Only these.' }) },
      resolve: ({ row }, { names }) =>
        row.kpis.filter(({ name }) => names == null || names.includes(name)),
    }),
  }),
});

const SweepKpi = builder.objectRef<SweepKpiValue>('SweepKpi').implement({
  description: 'A key figure that a sweep keeps.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What, then of what.' }),
    unit: t.exposeString('unit', { nullable: true, description: 'Its unit.' }),
    better: t.field({
      type: Better,
      description: 'Which way it is wanted.',
      resolve: ({ better }) => better,
    }),
  }),
});

interface Selected {
  readonly sweep: SweepValue;
  readonly selection: SweepSelectionValue;
}

const Procedure = builder.enumType('SelectionProcedure', {
  description: 'How it is known which cases are the best.',
  values: {
    EXACT: { value: 'exact', description: 'Nothing is random.' },
    KIM_NELSON: { value: 'kimNelson', description: 'Kim and Nelson 2001, with its guarantee.' },
    BONFERRONI: {
      value: 'bonferroni',
      description: 'The bound of Bonferroni over paired differences.',
    },
  } as const,
});

const SweepSelection = builder.objectRef<Selected>('SweepSelection').implement({
  description: 'The best cases, and how sure that is.',
  fields: (t) => ({
    cases: t.field({
      type: [SweepCase],
      description: 'The best first.',
      resolve: ({ sweep, selection }) => selection.cases.map((row) => ({ sweep, row })),
    }),
    probability: t.float({
      description: 'That these are the best ones, at least.',
      resolve: ({ selection }) => selection.probability,
    }),
    reached: t.boolean({
      description: 'Whether that is what was asked for.',
      resolve: ({ selection }) => selection.reached,
    }),
    procedure: t.field({
      type: Procedure,
      description: 'How it is known.',
      resolve: ({ selection }) => selection.procedure,
    }),
  }),
});

const kpiArgument = { required: true, description: 'Name of the key figure.' } as const;

export const Sweep = builder.objectRef<SweepValue>('Sweep').implement({
  description: 'What is known of a sweep, also while it runs.',
  fields: (t) => ({
    cases: t.float({
      description: 'How many cases there are; 0 before that is known.',
      resolve: ({ ready }) => ready?.space.size ?? 0,
    }),
    casesDone: t.float({ description: 'How many are done.', resolve: ({ next }) => next }),
    pruned: t.int({
      description: 'How many pairs are left out because they cannot interact.',
      resolve: ({ ready }) => ready?.setup.pruned ?? 0,
    }),
    kpis: t.field({
      type: [SweepKpi],
      description: 'The key figures it keeps.',
      resolve: ({ ready }) => [...(ready?.setup.kpis ?? [])],
    }),
    ranked: t.field({
      type: [SweepCase],
      description:
        'The best cases so far by the mean of a key figure, the best first; or the worst ones, the worst first.',
      complexity: (args) => pageCost(args, maxPage),
      args: {
        by: t.arg.string(kpiArgument),
        worst: t.arg.boolean({ description: 'The worst ones, such as removals that hurt most.' }),
        first: t.arg.int({ description: `At most this many: 0 to ${maxPage}, 50 by default.` }),
      },
      resolve: (sweep, { by, first, worst }) => {
        requireKpi(sweep, by);
        return ranked(sweep, by, pageSize('first', first), worst === true).map((row) => ({
          sweep,
          row,
        }));
      },
    }),
    rows: t.field({
      type: [SweepCase],
      description: 'The cases that are done, in order; failed ones are left out.',
      complexity: (args) => pageCost(args, maxPage),
      args: {
        after: t.arg.int({ description: 'Only those after the case of this number.' }),
        first: t.arg.int({ description: `At most this many: 0 to ${maxPage}, 50 by default.` }),
      },
      resolve: (sweep, { after, first }) =>
        rowsFrom(sweep, Math.max(0, (after ?? -1) + 1), pageSize('first', first)).map((row) => ({
          sweep,
          row,
        })),
    }),
    effects: t.field({
      type: [AxisEffectType],
      description: 'What each axis does to a key figure by itself, over the cases that are done.',
      args: { of: t.arg.string(kpiArgument) },
      resolve: (sweep, { of }): AxisEffect[] => {
        requireKpi(sweep, of);
        return axisEffects(sweep, of);
      },
    }),
    selection: t.field({
      type: SweepSelection,
      nullable: true,
      description: 'The best cases, where they were asked for, once every case was run.',
      resolve: (sweep) => {
        const selection = selectionOf(sweep);
        return selection === undefined ? null : { sweep, selection };
      },
    }),
    failed: t.int({
      description: 'How many cases could not be run.',
      resolve: ({ failed }) => failed,
    }),
    problems: t.field({
      type: [Problem],
      description: 'Why not: the first 100 of them.',
      resolve: ({ problems }) => [...problems],
    }),
  }),
});

function requireKpi(sweep: SweepValue, name: string): void {
  if (sweep.ready === undefined || sweep.columnOf(name) >= 0) return;
  const known = sweep.ready.setup.kpis.map((kpi) => kpi.name);
  throw new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: 'kpi',
    message: `the sweep keeps no key figure ${name}`,
    expected: `one of ${known.join(', ')}`,
    action: 'choose one of these, or start the sweep with it in kpis',
  });
}
