/** `Interval`: between which bounds a number is held to lie. */
import { builder } from '../builder.ts';

export const Interval = builder.objectRef<readonly [number, number]>('Interval').implement({
  description: 'Between which bounds a number is held to lie.',
  fields: (t) => ({
    low: t.float({ description: 'The lower bound.', resolve: ([low]) => low }),
    high: t.float({ description: 'The upper bound.', resolve: ([, high]) => high }),
  }),
});
