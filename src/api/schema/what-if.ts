/** The `runWhatIf` mutation. */
import { z } from 'zod';
import { whatIfAtPresent, whatIfInScenario } from '../../flows/scenario-simulate.ts';
import type { AffectedFilter, WhatIf } from '../../flows/whatif.ts';
import { isChanged, type KpiChange } from '../../flows/whatif-kpis.ts';
import { kpiDescription } from '../../simulate/kpi-descriptions.ts';
import { builder } from '../builder.ts';
import { editOf } from '../change-of.ts';
import { pageSize } from '../connection.ts';
import { graphView } from '../graph-view.ts';
import { maxPage } from '../limits.ts';
import { Edit } from './edit.ts';
import { Explanation } from './explanation.ts';
import { Finding, Outputs } from './finding.ts';
import { horizonFields, horizonOf } from './horizon.ts';
import { Interval } from './interval.ts';
import type { In } from './twin-fields.ts';
import { AffectedTwin, Effect, WhatIfEvent } from './what-if-event.ts';

const RunWhatIfInput = builder.inputType('RunWhatIfInput', {
  description: 'What to change, and for how long to look.',
  fields: (t) => ({
    scenario: t.id({
      description:
        'Id or name of a scenario to start from: the edits are made in it, and what they change is told against it. Seed and horizon are its own unless given.',
    }),
    edits: t.field({ type: [Edit], required: true, description: 'The edits, in order.' }),
    seed: t.int({
      description: 'Keys every random draw: the same seed gives the same result; 1 by default.',
      validate: z.int().min(0).nullish(),
    }),
    ...horizonFields(t),
    replications: t.int({
      description: 'How many seeds are run where a figure is random: 2 to 1000, 10 by default.',
      validate: z.int().min(2).max(1000).nullish(),
    }),
  }),
});

export const Better = builder.enumType('Better', {
  description: 'Which way a figure is wanted.',
  values: {
    HIGHER: { value: 'higher', description: 'The more the better.' },
    LOWER: { value: 'lower', description: 'The less the better.' },
  } as const,
});

export const Kpi = builder.objectRef<KpiChange>('KpiChange').implement({
  description: 'A key figure without and with the edits.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What, then of what: `served.power`.' }),
    unit: t.exposeString('unit', {
      nullable: true,
      description:
        'Its unit (`megawatt`); null for a ratio, a count or money, and where the twins name none.',
    }),
    description: t.string({
      nullable: true,
      description: 'What it measures; null for a figure of a mechanism of your own.',
      resolve: ({ name }) => kpiDescription(name) ?? null,
    }),
    better: t.field({
      type: Better,
      description: 'Which way it is wanted.',
      resolve: ({ better }) => better,
    }),
    base: t.exposeFloat('base', { description: 'Without the edits.' }),
    edited: t.exposeFloat('edited', { description: 'With the edits.' }),
    difference: t.exposeFloat('difference', { description: 'With them less without them.' }),
    interval: t.field({
      type: Interval,
      description: '95 % confidence interval of the difference; a point where nothing is random.',
      resolve: ({ interval }) => interval,
    }),
  }),
});

/** The `first` of a list that comes whole unless it is very long. */
const upTo = (args: { first?: number | null | undefined }) => ({
  field: 1,
  multiplier: args.first ?? maxPage,
});
const firstOption = {
  description: `At most this many, the first ones: 0 to ${maxPage}, the default.`,
};

const modelOption = { description: 'Only twins of this interface or a subtype of it.' };
const effectOption = { description: 'Only what happens of this kind.' };

interface FilterArguments {
  readonly model?: string | number | null | undefined;
  readonly effect?: AffectedFilter['effect'] | null | undefined;
}

function given({ model, effect }: FilterArguments): AffectedFilter {
  return { ...(model != null && { model: String(model) }), ...(effect != null && { effect }) };
}

export const RunWhatIfPayload = builder.objectRef<In<WhatIf>>('RunWhatIfPayload').implement({
  description: 'What the edits would change, and why.',
  fields: (t) => ({
    scenario: t.id({
      description:
        'The hash of the scenario: the same base, edits, seed and horizon give the same.',
      resolve: ({ item }) => item.scenario,
    }),
    revision: t.field({
      type: 'Revision',
      description: 'The revision of the graph that was looked at.',
      resolve: ({ item }) => item.revision,
    }),
    kpis: t.field({
      type: [Kpi],
      description: 'The key figures without and with the edits.',
      args: {
        changed: t.arg.boolean({
          description: 'Only those that the edits change, or with false those that stay the same.',
        }),
      },
      resolve: ({ item }, { changed }) =>
        item.kpis.filter((kpi) => changed == null || isChanged(kpi) === changed),
    }),
    timeline: t.field({
      type: [WhatIfEvent],
      description: 'What happens in one of the two runs alone, in order of time.',
      complexity: upTo,
      args: { first: t.arg.int(firstOption) },
      resolve: ({ graph, item }, { first }) =>
        item.timeline
          .slice(0, pageSize('first', first ?? maxPage))
          .map((event) => ({ graph, item: event })),
    }),
    timelineCount: t.int({
      description: 'How many events the whole timeline has.',
      resolve: ({ item }) => item.timeline.length,
    }),
    affected: t.field({
      type: [AffectedTwin],
      description:
        'The twins that the edits reach, each with the first thing, or the first of this effect, that happens to it.',
      complexity: upTo,
      args: {
        model: t.arg.id(modelOption),
        effect: t.arg({ type: Effect, ...effectOption }),
        first: t.arg.int(firstOption),
      },
      resolve: ({ graph, item }, { first, ...filter }) =>
        item
          .affectedBy(given(filter))
          .slice(0, pageSize('first', first ?? maxPage))
          .map((event) => ({ graph, item: event })),
    }),
    affectedCount: t.int({
      description: 'How many twins the edits reach.',
      args: { model: t.arg.id(modelOption), effect: t.arg({ type: Effect, ...effectOption }) },
      resolve: ({ item }, filter) => item.affectedBy(given(filter)).length,
    }),
    explanation: t.field({
      type: [Explanation],
      description:
        'From effects back to the edits, 500 effects in all. By default from the last effects: what is demanded first, lanes last, the longest chain first.',
      args: {
        of: t.arg.idList({
          description:
            'Ids of the twins to explain, such as a late order; a twin that the edits do not reach has no tree.',
        }),
        first: t.arg.int({
          description: `At most this many trees: 0 to ${maxPage}, 20 by default.`,
        }),
      },
      resolve: ({ graph, item }, { of, first }) =>
        item
          .explain({
            ...(of != null && { of: of.map(String) }),
            ...(first != null && { first: pageSize('first', first) }),
          })
          .map((tree) => ({ graph, item: tree })),
    }),
    findings: t.field({
      type: [Finding],
      description:
        'What the mechanisms find with the edits: what is new first, then the most important.',
      complexity: upTo,
      args: {
        isNew: t.arg.boolean({
          description: 'Only those that are the edits’ doing, or with false the others.',
        }),
        first: t.arg.int(firstOption),
      },
      resolve: ({ graph, item }, { first, isNew }) =>
        item.findings
          .filter((finding) => isNew == null || finding.isNew === isNew)
          .slice(0, pageSize('first', first ?? maxPage))
          .map((finding) => ({ graph, item: finding })),
    }),
    outputs: t.field({
      type: [Outputs],
      description: 'What the mechanisms say of twins: flows, queues, stocks, heads, angles.',
      complexity: ({ of }) => ({ field: 1, multiplier: of.length }),
      args: { of: t.arg.idList({ required: true, description: 'Ids of the twins.' }) },
      resolve: ({ item }, { of }) =>
        of.slice(0, pageSize('of', of.length)).map((id) => {
          const [base, edited] = [item.baseOutputs, item.outputs];
          return { twin: id, base: base.get(id) ?? {}, edited: edited.get(id) ?? {} };
        }),
    }),
  }),
});

builder.mutationField('runWhatIf', (t) =>
  t.field({
    type: RunWhatIfPayload,
    description: 'Computes what edits would change. The live graph stays as it is.',
    complexity: { field: 500, multiplier: 1 },
    extensions: { writesNothing: true },
    args: {
      input: t.arg({ type: RunWhatIfInput, required: true, description: 'What to change.' }),
    },
    resolve: async (_root, { input }, { services, signal, observe }) => {
      const request = {
        edits: input.edits.map((edit, index) => editOf(edit, `input.edits[${index}]`)),
        ...horizonOf(input),
        ...(input.seed != null && { seed: input.seed }),
        ...(input.replications != null && { replications: input.replications }),
        signal: signal(),
      };
      const { item, looked, catalogue } = await (input.scenario == null
        ? whatIfAtPresent(services, request)
        : whatIfInScenario(services, { ...request, id: input.scenario }));
      const source = { snapshot: () => looked, catalogue: () => catalogue };
      return { item, graph: graphView(source, observe) };
    },
  }),
);
