/** `Relationship`: a named, directed edge between two twins. */
import { builder } from '../builder.ts';
import type { RelationshipNode, TwinNode } from '../graph-view.ts';
import { relationshipPropertyOf, unit } from '../property-of.ts';
import { Twin } from './twin.ts';

export const Relationship = builder.objectRef<RelationshipNode>('Relationship');

Relationship.implement({
  description: 'A relationship: a named, directed edge between two twins.',
  fields: (t) => ({
    id: t.id({
      description: 'Its id, unique among the relationships that leave its source.',
      resolve: ({ relationship }) => relationship.id,
    }),
    name: t.string({
      description: 'What it is called in the model of its source.',
      resolve: ({ relationship }) => relationship.name,
    }),
    source: t.field({
      type: Twin,
      nullable: true,
      description: 'The twin it leaves; null when that was removed while the request ran.',
      resolve: ({ graph, relationship }) => graph.twin(relationship.source),
    }),
    target: t.field({
      type: Twin,
      nullable: true,
      description: 'The twin it reaches; null when that was removed while the request ran.',
      resolve: ({ graph, relationship }) => graph.twin(relationship.target),
    }),
    properties: t.field({
      type: 'JSON',
      description: 'Its property values by name.',
      resolve: ({ relationship }) => relationship.properties,
    }),
    property: t.field({
      type: 'JSON',
      nullable: true,
      description:
        'The value of one property; null where it has none. A name that no model knows is refused.',
      args: {
        name: t.arg.string({ required: true, description: 'Name or path.' }),
        unit: t.arg.string(unit),
      },
      resolve: ({ graph, relationship }, args, { services }) => {
        const catalogue = services.store.catalogue();
        const valueFrom = (source?: TwinNode) =>
          relationshipPropertyOf(relationship, args, { model: source?.twin.model, catalogue });
        if (args.unit == null) return valueFrom();
        return Promise.resolve(graph.twin(relationship.source)).then(valueFrom);
      },
    }),
    revision: t.field({
      type: 'Revision',
      description: 'The commit that last changed it.',
      resolve: ({ relationship }) => relationship.revision,
    }),
  }),
});
