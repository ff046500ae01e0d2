/** `SweepAxis`: one dimension of a sweep, as clients give it. */
import type { AxisDefinition, Distribution, Removals } from '../../flows/sweep/sweep-definition.ts';
import type { Catalogue } from '../../ontology/catalogue.ts';
import { anything } from '../../store/checked/known-names.ts';
import { readPredicate } from '../../store/checked/read-predicate.ts';
import { builder } from '../builder.ts';
import { predicateOf } from '../where.ts';
import type { Fields } from './change-inputs.ts';
import { Edit } from './edit.ts';
import { Where } from './route-inputs.ts';
import { editsOf } from './scenario-inputs.ts';

const ofProperty = (t: Fields) => ({
  twin: t.id({ required: true, description: 'Id of the twin.' }),
  property: t.string({ required: true, description: 'Path of the property.' }),
});

const ValuesAxis = builder.inputType('ValuesAxis', {
  description: 'A property that takes one value after the other.',
  fields: (t) => ({
    ...ofProperty(t),
    values: t.field({ type: ['JSON'], required: true, description: 'The values.' }),
  }),
});

const FactorsAxis = builder.inputType('FactorsAxis', {
  description: 'A property that is multiplied by one factor after the other.',
  fields: (t) => ({
    ...ofProperty(t),
    factors: t.floatList({ required: true, description: 'The factors: 1.2 is 20 % more.' }),
  }),
});

const SweepChoice = builder.inputType('SweepChoice', {
  description: 'One alternative of an axis.',
  fields: (t) => ({
    label: t.string({ required: true, description: 'What it is called in the results.' }),
    edits: t.field({ type: [Edit], required: true, description: 'What it does; may be empty.' }),
  }),
});

const ChoicesAxis = builder.inputType('ChoicesAxis', {
  description: 'Alternatives, each with its edits.',
  fields: (t) => ({
    name: t.string({ description: 'What the axis is called in the results.' }),
    choices: t.field({ type: [SweepChoice], required: true, description: 'The alternatives.' }),
  }),
});

const RemovalKind = builder.enumType('RemovalKind', {
  description: 'How a twin is taken out.',
  values: {
    OUTAGE: { value: 'outage', description: 'It is there and does nothing.' },
    REMOVAL: { value: 'removal', description: 'It is not there, nor are its relationships.' },
  } as const,
});

const removalFields = (t: Fields) => ({
  twins: t.idList({ description: 'Ids of the twins to take out.' }),
  model: t.id({
    description: 'All twins of this interface or a subtype of it, where no ids are given.',
  }),
  where: t.field({ type: Where, description: 'Only those twins that hold this, likewise.' }),
  by: t.field({ type: RemovalKind, description: 'OUTAGE when left out.' }),
  from: t.field({
    type: 'Duration',
    description: 'How long after the start an outage begins; at the start when left out.',
  }),
  until: t.field({
    type: 'Duration',
    description: 'How long after the start an outage is over; it lasts when left out.',
  }),
});

const RemovalsAxis = builder.inputType('RemovalsAxis', {
  description: 'One twin after the other is taken out: N-1.',
  fields: removalFields,
});

const PairsAxis = builder.inputType('PairsAxis', {
  description:
    'Two twins at a time are taken out: N-2. Of more than 1,000 pairs, those are left out that cannot interact: by themselves they change nothing in common, nor anything next to it.',
  fields: (t) => ({
    ...removalFields(t),
    exhaustive: t.boolean({ description: 'Run every pair.' }),
  }),
});

const numbers = (name: string, fields: Readonly<Record<string, string>>, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) =>
      Object.fromEntries(
        Object.entries(fields).map(([field, meaning]) => [
          field,
          t.float({ required: true, description: meaning }),
        ]),
      ),
  });

const mean = { mean: 'Its mean.', standardDeviation: 'Its standard deviation, 0 or more.' };
const bounds = { low: 'The least value.', high: 'The largest value.' };

const ChoiceDistribution = builder.inputType('ChoiceDistribution', {
  description: 'One of some values.',
  fields: (t) => ({
    values: t.field({ type: ['JSON'], required: true, description: 'The values.' }),
    weights: t.floatList({ description: 'How likely each is beside the others; all alike.' }),
  }),
});

const DistributionInput = builder.inputType('SweepDistribution', {
  isOneOf: true,
  description: 'How a variable is drawn. Exactly one field is given.',
  fields: (t) => ({
    normal: t.field({
      type: numbers('NormalDistribution', mean, 'The bell curve.'),
      description: 'The bell curve.',
    }),
    uniform: t.field({
      type: numbers('UniformDistribution', bounds, 'All values alike.'),
      description: 'All values between two bounds alike.',
    }),
    triangular: t.field({
      type: numbers(
        'TriangularDistribution',
        { ...bounds, mode: 'The likeliest value.' },
        'A triangle.',
      ),
      description: 'A triangle over the likeliest value.',
    }),
    lognormal: t.field({
      type: numbers('LognormalDistribution', mean, 'Positive, its logarithm a bell curve.'),
      description: 'Positive, its logarithm a bell curve.',
    }),
    choice: t.field({ type: ChoiceDistribution, description: 'One of some values.' }),
  }),
});

const VariableUse = builder.enumType('VariableUse', {
  description: 'What a draw is for the property.',
  values: {
    VALUE: { value: 'value', description: 'Its value.' },
    FACTOR: { value: 'factor', description: 'What it is multiplied by.' },
  } as const,
});

const SweepVariable = builder.inputType('SweepVariable', {
  description: 'A property that is drawn at random.',
  fields: (t) => ({
    ...ofProperty(t),
    as: t.field({ type: VariableUse, description: 'VALUE when left out.' }),
    distribution: t.field({ type: DistributionInput, required: true, description: 'How.' }),
  }),
});

const SamplingMethod = builder.enumType('SamplingMethod', {
  description: 'How draws are spread.',
  values: {
    RANDOM: { value: 'random', description: 'Each by itself.' },
    LATIN_HYPERCUBE: {
      value: 'latinHypercube',
      description:
        'Each variable once in each of as many equally likely strata as there are draws.',
    },
  } as const,
});

const SamplesAxis = builder.inputType('SamplesAxis', {
  description: 'Properties that are drawn at random, together.',
  fields: (t) => ({
    count: t.int({ required: true, description: 'How many draws.' }),
    method: t.field({ type: SamplingMethod, description: 'RANDOM when left out.' }),
    variables: t.field({ type: [SweepVariable], required: true, description: 'What is drawn.' }),
  }),
});

/** One dimension of a sweep. */
export const SweepAxis = builder.inputType('SweepAxis', {
  isOneOf: true,
  description: 'One dimension of a sweep. Exactly one field is given.',
  fields: (t) => ({
    values: t.field({
      type: ValuesAxis,
      description: 'A property takes one value after the other.',
    }),
    factors: t.field({
      type: FactorsAxis,
      description: 'A property is multiplied by one factor after the other.',
    }),
    choices: t.field({ type: ChoicesAxis, description: 'Alternatives, each with its edits.' }),
    removals: t.field({
      type: RemovalsAxis,
      description: 'One twin after the other is taken out.',
    }),
    pairs: t.field({ type: PairsAxis, description: 'Two twins at a time are taken out.' }),
    samples: t.field({
      type: SamplesAxis,
      description: 'Properties are drawn at random, together.',
    }),
  }),
});

type AxisInput = typeof SweepAxis.$inferInput;

/** The axis that an input means; `place` names it in an error. */
export function axisInput(input: AxisInput, place: string, catalogue: Catalogue): AxisDefinition {
  const { values, factors, choices, removals, pairs, samples } = input;
  if (values != null) return { values };
  if (factors != null) return { factors };
  if (removals != null) return { removals: removalsOf(removals, catalogue) };
  if (pairs != null) {
    return {
      pairs: {
        ...removalsOf(pairs, catalogue),
        ...(pairs.exhaustive === true && { exhaustive: true }),
      },
    };
  }
  if (samples != null) return { samples: samplesOf(samples) };
  const list = (choices?.choices ?? []).map(({ label, edits }, i) => ({
    label,
    edits: editsOf(edits, `${place}.choices.choices[${i}].edits`),
  }));
  return { choices: { ...(choices?.name != null && { name: choices.name }), choices: list } };
}

type RemovalsInput = NonNullable<AxisInput['removals']>;

function removalsOf(input: RemovalsInput, catalogue: Catalogue): Removals {
  const { twins, model, where, by, from, until } = input;
  return {
    ...(twins != null && { twins: twins.map(String) }),
    ...(model != null && { model: String(model) }),
    ...(where != null && { where: readPredicate(predicateOf(where), anything(catalogue)) }),
    ...(by != null && { by }),
    ...(from != null && { from }),
    ...(until != null && { until }),
  };
}

type SamplesInput = NonNullable<AxisInput['samples']>;

function samplesOf({ count, method, variables }: SamplesInput) {
  return {
    count,
    ...(method != null && { method }),
    variables: variables.map(({ twin, property, as, distribution }) => ({
      twin: String(twin),
      property,
      ...(as != null && { as }),
      distribution: distributionOf(distribution),
    })),
  };
}

function distributionOf(input: object): Distribution {
  const [kind, body] = Object.entries(input).find(([, given]) => given != null) ?? [];
  const given = Object.entries((body ?? {}) as object).filter(([, value]) => value != null);
  // The input types have the names and shapes of `Distribution`.
  return { [kind ?? 'uniform']: Object.fromEntries(given) } as unknown as Distribution;
}
