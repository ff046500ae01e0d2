/** `Graph.optimise`: which edits to make under a budget. */
import { z } from 'zod';
import { optimise } from '../../flows/optimise/optimise.ts';
import type { Choice, Optimised } from '../../flows/optimise/request.ts';
import { groundOf } from '../asked-ground.ts';
import { builder, type Types } from '../builder.ts';
import { Edit } from './edit.ts';
import { Graph } from './graph.ts';
import { horizonFields, horizonOf } from './horizon.ts';
import { Interval } from './interval.ts';
import { editsOf } from './scenario-inputs.ts';
import { Better } from './what-if.ts';

const CandidateInput = builder.inputType('OptimiseCandidate', {
  description: 'Edits that may be made, together or not at all.',
  fields: (t) => ({
    label: t.string({ required: true, description: 'What it is called; each label once.' }),
    cost: t.float({ required: true, description: 'What it costs, 0 or more.' }),
    group: t.string({ description: 'Of the candidates of a group at most one is chosen.' }),
    edits: t.field({ type: [Edit], required: true, description: 'The edits, in order.' }),
  }),
});

const OptimiseInput = builder.inputType('OptimiseInput', {
  description: 'What to choose among, and what for.',
  fields: (t) => ({
    kpi: t.string({ required: true, description: 'Name of the key figure: `fillRate`.' }),
    budget: t.float({ required: true, description: 'What may be spent, 0 or more.' }),
    candidates: t.field({
      type: [CandidateInput],
      required: true,
      description: 'What there is to choose among: 1 to 200.',
    }),
    monotone: t.boolean({
      description:
        'Your word that no candidate ever makes the figure worse; then a bound can be proven. It is checked on what is run.',
    }),
    ...horizonFields(t),
    replications: t.int({
      description: 'How many seeds are run where the figure is random: 2 to 1000, 10 by default.',
      validate: z.int().min(2).max(1000).nullish(),
    }),
  }),
});

type ChoiceFields<C extends Choice> = PothosSchemaTypes.ObjectFieldBuilder<Types, C>;

const choiceFields = <C extends Choice>(t: ChoiceFields<C>) => ({
  chosen: t.stringList({
    description: 'Labels of the candidates, in their order.',
    resolve: (choice) => [...choice.chosen],
  }),
  cost: t.float({ description: 'What they cost.', resolve: ({ cost }) => cost }),
  value: t.float({
    description: 'The key figure with them; a mean where it is random.',
    resolve: ({ value }) => value,
  }),
});

const ChoiceType = builder.objectRef<Choice>('OptimiseChoice').implement({
  description: 'Some of the candidates.',
  fields: choiceFields,
});

const Next = builder.objectRef<NonNullable<Optimised['next']>>('OptimiseNext').implement({
  description: 'The choice just out of reach that gains most for a unit more of budget.',
  fields: (t) => ({
    ...choiceFields(t),
    extraBudget: t.exposeFloat('extraBudget', { description: 'How much more it takes.' }),
    gainPerUnit: t.exposeFloat('gainPerUnit', {
      description: 'How much better the figure gets for each unit of that.',
    }),
  }),
});

const Method = builder.enumType('OptimiseMethod', {
  description: 'How the choice was found.',
  values: {
    MIXED_INTEGER_PROGRAM: {
      value: 'mixedIntegerProgram',
      description: 'One program said it, and a run bore it out.',
    },
    ENUMERATION: { value: 'enumeration', description: 'All that is affordable was run.' },
    BRANCH_AND_BOUND: { value: 'branchAndBound', description: 'The rest was ruled out by bounds.' },
    LOCAL_SEARCH: { value: 'localSearch', description: 'Greedy, then by exchange; no bound.' },
  } as const,
});

const Refused = builder.objectRef<Optimised['refused'][number]>('OptimiseRefused').implement({
  description: 'A candidate that cannot be run.',
  fields: (t) => ({
    label: t.exposeString('label', { description: 'Its label.' }),
    message: t.exposeString('message', { description: 'Why.' }),
  }),
});

const OptimisedType = builder.objectRef<Optimised>('Optimised').implement({
  description: 'What to choose, what it gains, and how sure that is.',
  fields: (t) => ({
    ...choiceFields(t),
    kpi: t.string({ description: 'The key figure.', resolve: ({ kpi }) => kpi.name }),
    unit: t.string({
      nullable: true,
      description: 'Its unit, of all figures here save costs; null for a ratio, a count or money.',
      resolve: ({ kpi }) => kpi.unit ?? null,
    }),
    better: t.field({
      type: Better,
      description: 'Which way it is wanted.',
      resolve: ({ kpi }) => kpi.better,
    }),
    base: t.exposeFloat('base', { description: 'The figure with nothing chosen.' }),
    interval: t.field({
      type: Interval,
      description: '95 % confidence interval of `value` less `base`.',
      resolve: ({ interval }) => interval,
    }),
    method: t.field({
      type: Method,
      description: 'How it was found.',
      resolve: ({ method }) => method,
    }),
    bound: t.exposeFloat('bound', {
      nullable: true,
      description:
        'No choice has a better figure; null where no bound is known, as of a random figure when all choices were run.',
    }),
    gap: t.exposeFloat('gap', { nullable: true, description: 'How far `value` is from `bound`.' }),
    isProven: t.exposeBoolean('isProven', {
      description: 'Whether it is proven best; of a random figure, with 95 % of all that was run.',
    }),
    probability: t.exposeFloat('probability', {
      nullable: true,
      description: 'Of a random figure: a lower bound of the probability that it is the best.',
    }),
    runs: t.exposeInt('runs', { description: 'Simulations in all.' }),
    remark: t.exposeString('remark', {
      nullable: true,
      description: 'What the bound is on, or why a program was not taken at its word.',
    }),
    runnerUp: t.field({
      type: ChoiceType,
      nullable: true,
      description: 'The second best of what was run.',
      resolve: ({ runnerUp }) => runnerUp ?? null,
    }),
    next: t.field({
      type: Next,
      nullable: true,
      description: 'What more budget would buy; null where none of what was tried gains.',
      resolve: ({ next }) => next ?? null,
    }),
    refused: t.field({
      type: [Refused],
      description: 'Candidates that cannot be run, and why.',
      resolve: ({ refused }) => [...refused],
    }),
  }),
});

builder.interfaceField(Graph, 'optimise', (t) =>
  t.field({
    type: OptimisedType,
    description:
      'Which of some edits to make under a budget for a key figure. Nothing is changed. More than 4096 runs are searched through, not enumerated; compare larger lists by startSweep.',
    complexity: { field: 500, multiplier: 1 },
    args: {
      input: t.arg({ type: OptimiseInput, required: true, description: 'What to choose among.' }),
    },
    resolve: async (graph, { input }, { services, signal }) => {
      const { rooms, ...ground } = await groundOf(graph, services);
      const { kpi, budget, monotone, replications } = input;
      return optimise(rooms, {
        ...ground,
        kpi,
        budget,
        candidates: input.candidates.map(({ label, cost, group, edits }, i) => ({
          label,
          cost,
          ...(group != null && { group }),
          edits: editsOf(edits, `input.candidates[${i}].edits`),
        })),
        ...horizonOf(input),
        ...(monotone != null && { isMonotone: monotone }),
        ...(replications != null && { replications }),
        signal: signal(),
      });
    },
  }),
);
