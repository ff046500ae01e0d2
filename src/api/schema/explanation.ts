/** `Explanation`: the tree from an effect back to the edits. */
import type { Explanation as ExplanationValue } from '../../flows/whatif-explanation.ts';
import type { Json } from '../../model/json.ts';
import { builder } from '../builder.ts';
import { type In, twinFields } from './twin-fields.ts';
import { Effect, effectNames, RelationshipPlace } from './what-if-event.ts';

export const Explanation = builder.objectRef<In<ExplanationValue>>('Explanation');

Explanation.implement({
  description: 'An effect and what it rests on.',
  fields: (t) => ({
    ...twinFields(t),
    effect: t.field({
      type: Effect,
      description: 'What happens to it.',
      resolve: ({ item }) => item.effect,
    }),
    time: t.float({
      description: 'When it happens, in seconds after the start.',
      resolve: ({ item }) => item.time,
    }),
    step: t.int({
      description: 'How many hops it is from the edit that set it off.',
      resolve: ({ item }) => item.step,
    }),
    edit: t.int({
      nullable: true,
      description: 'Position of the edit that did it, from 0; null where another twin did.',
      resolve: ({ item }) => item.edit ?? null,
    }),
    relationship: t.field({
      type: RelationshipPlace,
      nullable: true,
      description: 'The relationship over which this reached the effect it explains.',
      resolve: ({ item }) => item.relationship ?? null,
    }),
    because: t.field({
      type: [Explanation],
      description: 'What it rests on.',
      resolve: ({ graph, item }) => item.because.map((reason) => ({ graph, item: reason })),
    }),
    tree: t.field({
      type: 'JSON',
      description:
        'This and all below it as one JSON value, however deep it goes, in the same words: `twinId`, `effect`, `time`, `step`, `edit`, `relationship`, `because`.',
      resolve: ({ item }) => treeOf(item),
    }),
  }),
});

function treeOf({ twin, effect, because, relationship, ...event }: ExplanationValue): Json {
  return {
    twinId: twin,
    effect: effectNames[effect],
    ...event,
    ...(relationship && { relationship: { ...relationship } }),
    because: because.map(treeOf),
  };
}
