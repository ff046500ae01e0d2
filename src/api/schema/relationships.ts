/** `Graph.relationships` and `Twin.relationships`. */
import { builder } from '../builder.ts';
import { connection, pageRequest } from '../connection.ts';
import type { WhereInput } from '../filter-input.ts';
import { predicateOf } from '../where.ts';
import { RelationshipConnection } from './connections.ts';
import { Direction, OrderBy, orderOf, Where } from './filters.ts';
import { Graph } from './graph.ts';
import { Relationship } from './relationship.ts';
import { Twin } from './twin.ts';

builder.interfaceField(Graph, 'relationships', (t) =>
  t.connection(
    {
      type: Relationship,
      description: 'The relationships that fit, in a total order.',
      args: {
        name: t.arg.string({ description: 'Only those with this name.' }),
        source: t.arg.id({ description: 'Only those that leave this twin.' }),
        target: t.arg.id({ description: 'Only those that reach this twin.' }),
        where: t.arg({ type: Where, description: 'What their properties have to fulfil.' }),
        orderBy: t.arg({ type: [OrderBy], description: 'Order by these, then by source and id.' }),
      },
      resolve: async (graph, { orderBy, ...args }) => {
        const found = await graph.queries.findRelationships({
          ...relationshipFilter(args),
          ...pageRequest(args),
          ...orderOf(orderBy),
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
        where: t.arg({ type: Where, description: 'What their properties have to fulfil.' }),
        orderBy: t.arg({ type: [OrderBy], description: 'Order by these, then by source and id.' }),
      },
      resolve: ({ graph, twin }, args, _context, { fieldNodes: [field] }) =>
        graph.relationshipsOf(twin.id, field, () => ({
          direction: args.direction ?? 'out',
          ...relationshipFilter(args),
          ...orderOf(args.orderBy),
          ...pageRequest(args),
        })),
    },
    RelationshipConnection,
  ),
);

export interface RelationshipFilterArguments {
  readonly name?: string | null | undefined;
  readonly source?: string | null | undefined;
  readonly target?: string | null | undefined;
  readonly where?: WhereInput | null | undefined;
}

/** The filter that `relationships` and `aggregateRelationships` share. */
export function relationshipFilter({ name, source, target, where }: RelationshipFilterArguments) {
  return {
    ...(name != null && { names: [name] }),
    ...(source != null && { source }),
    ...(target != null && { target }),
    ...(where != null && { where: predicateOf(where) }),
  };
}
