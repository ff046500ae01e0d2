/** `Graph.twin` and `Graph.twins`. */
import { builder } from '../builder.ts';
import { connection, pageRequest } from '../connection.ts';
import { twinFilter } from '../twin-filter.ts';
import { TwinConnection } from './connections.ts';
import { OrderBy, orderOf } from './filters.ts';
import { Graph } from './graph.ts';
import { Where } from './route-inputs.ts';
import { Twin } from './twin.ts';

builder.interfaceField(Graph, 'twin', (t) =>
  t.field({
    type: Twin,
    nullable: true,
    description: 'One twin by its id; null when there is none.',
    args: { id: t.arg.id({ required: true, description: 'Its own id.' }) },
    resolve: (graph, { id }) => graph.twin(id),
  }),
);

builder.interfaceField(Graph, 'twins', (t) =>
  t.connection(
    {
      type: Twin,
      description: 'The twins that fit, in a total order.',
      args: {
        model: t.arg.id({ description: 'DTMI of their model; twins of its subtypes count too.' }),
        exact: t.arg.boolean({ description: 'Whether subtypes of the model are left out.' }),
        where: t.arg({ type: Where, description: 'What else they have to fulfil.' }),
        orderBy: t.arg({ type: [OrderBy], description: 'Order by these, then by id.' }),
      },
      resolve: async (graph, { orderBy, ...args }) => {
        const found = await graph.queries.find({
          ...twinFilter(args),
          ...pageRequest(args),
          ...orderOf(orderBy),
        });
        return connection(found, (twin) => ({ graph, twin }));
      },
    },
    TwinConnection,
  ),
);
