/** `Graph.relationships` and `Twin.relationships`. */
import { builder } from '../builder.ts';
import { connection, pageRequest } from '../connection.ts';
import { predicateOf } from '../where.ts';
import { RelationshipConnection } from './connections.ts';
import { Direction, Where } from './filters.ts';
import { Graph } from './graph.ts';
import { Relationship } from './relationship.ts';
import { Twin } from './twin.ts';

builder.interfaceField(Graph, 'relationships', (t) =>
  t.connection(
    {
      type: Relationship,
      description: 'The relationships that fit, in the order of source and id.',
      args: {
        name: t.arg.string({ description: 'Only those with this name.' }),
        source: t.arg.id({ description: 'Only those that leave this twin.' }),
        target: t.arg.id({ description: 'Only those that reach this twin.' }),
        where: t.arg({ type: Where, description: 'What their properties have to fulfil.' }),
      },
      resolve: async (graph, { name, source, target, where, ...page }) => {
        const found = await graph.queries.findRelationships({
          ...(name != null && { names: [name] }),
          ...(source != null && { source }),
          ...(target != null && { target }),
          ...(where != null && { where: predicateOf(where) }),
          ...pageRequest(page),
        });
        return connection(found, (relationship) => ({ graph, relationship }));
      },
    },
    RelationshipConnection,
  ),
);

builder.objectField(Twin, 'relationships', (t) =>
  t.connection(
    {
      type: Relationship,
      description: 'The relationships that leave it or reach it.',
      args: {
        name: t.arg.string({ description: 'Only those with this name.' }),
        direction: t.arg({ type: Direction, description: 'OUT when left out.' }),
      },
      resolve: async ({ graph, twin }, { name, direction, ...page }) => {
        const found = await graph.relationshipsOf({
          twin: twin.id,
          direction: direction ?? 'out',
          ...(name != null && { names: [name] }),
          ...pageRequest(page),
        });
        return connection(found, (relationship) => ({ graph, relationship }));
      },
    },
    RelationshipConnection,
  ),
);
