/**
 * `Graph`: everything that can be asked of the present, of the past and of a what-if. The other
 * files of this folder add its fields; `Query` is the present.
 */
import { builder } from '../builder.ts';
import type { GraphView } from '../graph-view.ts';

export const Graph = builder.interfaceRef<GraphView>('Graph').implement({
  description:
    'A graph of twins that can be asked: the present (`Query`), a moment of the past, or a scenario.',
  fields: (t) => ({
    revision: t.field({
      type: 'Revision',
      description: 'The commit whose state the answers show. It moves on while there are writes.',
      resolve: (graph) => graph.queries.revision(),
    }),
  }),
});

export const Query = builder.objectRef<GraphView>('Query').implement({
  description: 'The graph as it is now, and what the service keeps beside it.',
  interfaces: [Graph],
});
