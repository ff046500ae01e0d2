/** `UnitGain`: what one more unit of a twin would do to a key figure. */
import type { Gain } from '../../flows/bottlenecks/bottleneck.ts';
import { builder } from '../builder.ts';
import { Better } from './what-if.ts';

export const UnitGain = builder.objectRef<Gain>('UnitGain').implement({
  description: 'What one more unit of a twin would do to a key figure: right for a little more.',
  fields: (t) => ({
    kpi: t.exposeString('kpi', { description: 'The key figure.' }),
    unit: t.exposeString('unit', { nullable: true, description: 'Unit of the figure.' }),
    better: t.field({
      type: Better,
      description: 'Which way it is wanted.',
      resolve: ({ better }) => better,
    }),
    amount: t.exposeFloat('amount', {
      description: 'How much the figure would rise for each unit more; below 0 it would fall.',
    }),
    per: t.exposeString('per', {
      nullable: true,
      description: 'What it is one more of: `megawatt`, `machine`.',
    }),
    isMeasured: t.exposeBoolean('isMeasured', {
      description: 'Whether it was found by running again with more of it; else it is a price.',
    }),
  }),
});
