/** `Scenario.diff`: what leads from another graph to a scenario's, record by record. */
import { type RecordDifference, scenarioDifference } from '../../flows/scenario-diff.ts';
import type { Relationship as RelationshipValue } from '../../model/relationship.ts';
import type { Twin as TwinValue } from '../../model/twin.ts';
import { keyOrdering } from '../../query/page/order.ts';
import { pageOf } from '../../query/page/page.ts';
import type { ContentChange } from '../../scenario/content.ts';
import { builder, type Types } from '../builder.ts';
import { connection, pageRequest } from '../connection.ts';
import { type GraphView, graphView } from '../graph-view.ts';
import { ChangeKind } from './changes.ts';
import { Relationship } from './relationship.ts';
import { Scenario } from './scenario.ts';
import { Twin } from './twin.ts';

/** The two graphs that are compared, to go on asking in. */
interface Sides {
  readonly from: GraphView;
  readonly to: GraphView;
}

interface Differing<T> extends RecordDifference<T> {
  readonly sides: Sides;
}

interface Difference {
  readonly twins: readonly RecordDifference<TwinValue>[];
  readonly relationships: readonly RecordDifference<RelationshipValue>[];
  readonly sides: Sides;
}

const PropertyDifference = builder.objectRef<ContentChange>('PropertyDifference').implement({
  description: 'A property before and after.',
  fields: (t) => ({
    property: t.exposeString('property', {
      description: 'Its path, down to the value that differs; or `$model`, `$name`, `$target`.',
    }),
    from: t.field({
      type: 'JSON',
      nullable: true,
      description: 'What it was; null for nothing.',
      resolve: ({ from }) => from ?? null,
    }),
    to: t.field({
      type: 'JSON',
      nullable: true,
      description: 'What it is; null for nothing.',
      resolve: ({ to }) => to ?? null,
    }),
  }),
});

type DifferingFields<T> = PothosSchemaTypes.ObjectFieldBuilder<Types, Differing<T>>;

const differingFields = <T>(t: DifferingFields<T>) => ({
  kind: t.field({
    type: ChangeKind,
    description: 'What became of it.',
    resolve: ({ from, to }) =>
      from === undefined ? ('ADDED' as const) : to === undefined ? 'REMOVED' : 'UPDATED',
  }),
  properties: t.field({
    type: [PropertyDifference],
    description: 'The properties that differ; all of them for one that came or went.',
    resolve: ({ changes }) => [...changes],
  }),
});

const TwinDifference = builder.objectRef<Differing<TwinValue>>('TwinDifference').implement({
  description: 'A twin that differs between two graphs.',
  fields: (t) => ({
    ...differingFields(t),
    twinId: t.id({ description: 'Id of the twin.', resolve: ({ key }) => key }),
    from: t.field({
      type: Twin,
      nullable: true,
      description: 'The twin in the other graph; null for one that came.',
      resolve: ({ from, sides }) => from && { graph: sides.from, twin: from },
    }),
    to: t.field({
      type: Twin,
      nullable: true,
      description: 'The twin in the scenario; null for one that went.',
      resolve: ({ to, sides }) => to && { graph: sides.to, twin: to },
    }),
  }),
});

const RelationshipDifference = builder
  .objectRef<Differing<RelationshipValue>>('RelationshipDifference')
  .implement({
    description: 'A relationship that differs between two graphs.',
    fields: (t) => ({
      ...differingFields(t),
      source: t.id({
        description: 'Id of the twin it leaves.',
        resolve: ({ from, to }) => (from ?? to)?.source ?? '',
      }),
      id: t.id({
        description: 'Its id among those of the source.',
        resolve: ({ from, to }) => (from ?? to)?.id ?? '',
      }),
      from: t.field({
        type: Relationship,
        nullable: true,
        description: 'The relationship in the other graph; null for one that came.',
        resolve: ({ from, sides }) => from && { graph: sides.from, relationship: from },
      }),
      to: t.field({
        type: Relationship,
        nullable: true,
        description: 'The relationship in the scenario; null for one that went.',
        resolve: ({ to, sides }) => to && { graph: sides.to, relationship: to },
      }),
    }),
  });

const byKey = keyOrdering<RecordDifference<unknown>>('difference', ({ key }) => key);

const GraphDifference = builder.objectRef<Difference>('GraphDifference').implement({
  description: 'What leads from one graph to another.',
  fields: (t) => ({
    twinCount: t.int({
      description: 'How many twins differ.',
      resolve: ({ twins }) => twins.length,
    }),
    relationshipCount: t.int({
      description: 'How many relationships differ.',
      resolve: ({ relationships }) => relationships.length,
    }),
    twins: t.connection(
      {
        type: TwinDifference,
        description: 'The twins that differ, by id.',
        resolve: ({ twins, sides }, page) => {
          const found = pageOf<RecordDifference<TwinValue>>(twins, byKey, pageRequest(page));
          return connection(found, (each) => ({ ...each, sides }));
        },
      },
      { name: 'TwinDifferenceConnection', description: 'One page of twins that differ.' },
      { name: 'TwinDifferenceEdge', description: 'A twin of a page.' },
    ),
    relationships: t.connection(
      {
        type: RelationshipDifference,
        description: 'The relationships that differ, by source and id.',
        resolve: ({ relationships, sides }, page) => {
          const found = pageOf<RecordDifference<RelationshipValue>>(
            relationships,
            byKey,
            pageRequest(page),
          );
          return connection(found, (each) => ({ ...each, sides }));
        },
      },
      {
        name: 'RelationshipDifferenceConnection',
        description: 'One page of relationships that differ.',
      },
      { name: 'RelationshipDifferenceEdge', description: 'A relationship of a page.' },
    ),
  }),
});

builder.objectField(Scenario, 'diff', (t) =>
  t.field({
    type: GraphDifference,
    description:
      'What leads from another graph to this one: what its edits changed in its base, unless a revision or another scenario is given.',
    complexity: { field: 100, multiplier: 1 },
    args: {
      revision: t.arg({ type: 'Revision', description: 'From the live graph after this commit.' }),
      scenario: t.arg.id({ description: 'From the scenario with this id or name.' }),
    },
    resolve: async (to, { revision, scenario }, { services, observe }) => {
      const own = { id: to.open.id, graph: await to.snapshot() };
      const { from, ...found } = await scenarioDifference(services, own, {
        ...(revision != null && { revision }),
        ...(scenario != null && { scenario }),
      });
      const source = { snapshot: () => from, catalogue: () => services.store.catalogue() };
      return { ...found, sides: { from: graphView(source, observe), to } };
    },
  }),
);
