/** `AxisEffect`: what an axis of a sweep does by itself. */
import type { AxisEffect, PositionEffect, VariableEffect } from '../../flows/sweep/axis-effects.ts';
import { builder } from '../builder.ts';

const Position = builder.objectRef<PositionEffect>('PositionEffect').implement({
  description: 'What a position of an axis does.',
  fields: (t) => ({
    label: t.exposeString('label', { description: 'The position.' }),
    mean: t.exposeFloat('mean', { description: 'Mean of the figure over its cases.' }),
    difference: t.exposeFloat('difference', {
      description: 'Mean of the differences from the base over its cases.',
    }),
    cases: t.exposeInt('cases', { description: 'How many of its cases are done.' }),
  }),
});

const Variable = builder.objectRef<VariableEffect>('VariableEffect').implement({
  description: 'What a drawn variable does.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Twin and property.' }),
    correlation: t.exposeFloat('correlation', {
      description: 'Pearson’s correlation of its draws with the figure.',
    }),
  }),
});

export const AxisEffectType = builder.objectRef<AxisEffect>('AxisEffect').implement({
  description: 'What an axis of a sweep does to a key figure by itself.',
  fields: (t) => ({
    axis: t.exposeString('axis', { description: 'What varies.' }),
    range: t.exposeFloat('range', {
      description: 'The largest less the smallest mean of its positions.',
    }),
    positions: t.field({
      type: [Position],
      description: 'Its positions; none where there are more than 1,000, or draws.',
      resolve: ({ positions }) => [...positions],
    }),
    variables: t.field({
      type: [Variable],
      description: 'The variables that are drawn, if any.',
      resolve: ({ variables }) => [...variables],
    }),
  }),
});
