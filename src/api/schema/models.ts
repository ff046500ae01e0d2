/** `Query.model` and `Query.models`. */
import type { Interface } from '../../ontology/catalogue.ts';
import { keyOrdering } from '../../query/page/order.ts';
import { pageOf } from '../../query/page/page.ts';
import { builder } from '../builder.ts';
import { connection, pageRequest } from '../connection.ts';
import { ModelConnection } from './connections.ts';
import { Query } from './graph.ts';
import { Model } from './model.ts';

const byId = keyOrdering<Interface>('models', ({ id }) => id);

builder.objectField(Query, 'model', (t) =>
  t.field({
    type: Model,
    nullable: true,
    description: 'One model by its DTMI; null when it is not known.',
    args: { id: t.arg.id({ required: true, description: 'Its DTMI.' }) },
    resolve: async (graph, { id }, { services }) => {
      await graph.snapshot();
      return services.store.catalogue().interface(id) ?? null;
    },
  }),
);

builder.objectField(Query, 'models', (t) =>
  t.connection(
    {
      type: Model,
      description: 'The models of the ontology, in the order of their DTMIs.',
      args: {
        extends: t.arg.id({ description: 'Only this model and those that inherit from it.' }),
        decommissioned: t.arg.boolean({
          description: 'Only those that no new twin may have, or only the others.',
        }),
      },
      resolve: async (graph, { extends: ancestor, decommissioned, ...page }, { services }) => {
        // What others have done to the models is known once the graph is read.
        await graph.snapshot();
        const catalogue = services.store.catalogue();
        const ids = ancestor == null ? catalogue.interfaces.keys() : catalogue.subtypes(ancestor);
        const isOut = (id: string) => catalogue.decommissioned?.has(id) === true;
        const models = [...ids]
          .filter((id) => decommissioned == null || isOut(id) === decommissioned)
          .flatMap((id) => catalogue.interface(id) ?? []);
        return connection(pageOf(models, byId, pageRequest(page)), (model) => model);
      },
    },
    ModelConnection,
  ),
);
