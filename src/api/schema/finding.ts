/** `Finding`: a reason that a mechanism gives, and `TwinOutputs`: what it says of one twin. */
import type { WhatIfFinding } from '../../flows/whatif.ts';
import type { JsonObject } from '../../model/json.ts';
import { builder } from '../builder.ts';
import { type In, twinFields } from './twin-fields.ts';

type Part = WhatIfFinding['twins'][number];

const FindingPart = builder.objectRef<In<Part>>('FindingPart').implement({
  description: 'A twin that a finding is about, and its figure.',
  fields: (t) => ({
    ...twinFields(t),
    value: t.float({
      nullable: true,
      description: 'Its figure, where it has one.',
      resolve: ({ item }) => item.value ?? null,
    }),
    unit: t.string({
      nullable: true,
      description: 'Unit of the figure.',
      resolve: ({ item }) => item.unit ?? null,
    }),
  }),
});

export const Finding = builder.objectRef<In<WhatIfFinding>>('Finding').implement({
  description: 'Why things are so with the edits: a bottleneck, a minimum cut, a price, an island.',
  fields: (t) => ({
    mechanism: t.string({
      description: 'The mechanism that found it: `flow`, `potential`, `queue`.',
      resolve: ({ item }) => item.mechanism,
    }),
    kind: t.string({
      description: 'What it is: `minimumCut`, `infeasible`, `price`, `island`, `bottleneck`.',
      resolve: ({ item }) => item.kind,
    }),
    text: t.string({ description: 'It in a sentence.', resolve: ({ item }) => item.text }),
    value: t.float({
      nullable: true,
      description: 'The figure of it as a whole, where it has one: that of a `relativeGap`.',
      resolve: ({ item }) => item.value ?? null,
    }),
    isNew: t.boolean({
      description: 'Whether it is the edits’ doing: without them it is not so.',
      resolve: ({ item }) => item.isNew,
    }),
    twins: t.field({
      type: [FindingPart],
      description: 'The twins that it is about, the most important first.',
      resolve: ({ graph, item }) => item.twins.map((part) => ({ graph, item: part })),
    }),
  }),
});

/** What the mechanisms say of one twin, without and with the edits. */
export interface TwinOutputs {
  readonly twin: string;
  readonly base: JsonObject;
  readonly edited: JsonObject;
}

export const Outputs = builder.objectRef<TwinOutputs>('TwinOutputs').implement({
  description: 'What the mechanisms say of a twin: numbers, or one number for each period.',
  fields: (t) => ({
    twinId: t.id({ description: 'Id of the twin.', resolve: ({ twin }) => twin }),
    base: t.field({
      type: 'JSON',
      description: 'Without the edits, by name; empty for a twin that takes no part.',
      resolve: ({ base }) => base,
    }),
    edited: t.field({
      type: 'JSON',
      description: 'With the edits.',
      resolve: ({ edited }) => edited,
    }),
  }),
});
