/** `Path` and `Graph.paths`: how one twin reaches others. */
import { z } from 'zod';
import { maxPathHops } from '../../query/paths.ts';
import type { Path as FoundPath, PathQuery } from '../../query/query.ts';
import { builder } from '../builder.ts';
import { pageSize } from '../connection.ts';
import type { GraphView } from '../graph-view.ts';
import { defaultPage, maxPage } from '../limits.ts';
import { Direction } from './filters.ts';
import { Graph } from './graph.ts';
import { Relationship } from './relationship.ts';
import { Twin } from './twin.ts';

interface PathNode {
  readonly graph: GraphView;
  readonly path: FoundPath;
}

const Path = builder.objectRef<PathNode>('Path').implement({
  description: 'A path through the graph: twins, and the relationship between each and the next.',
  fields: (t) => ({
    length: t.int({
      description: 'How many relationships it follows.',
      resolve: ({ path }) => path.relationships.length,
    }),
    twins: t.field({
      type: [Twin],
      nullable: { list: false, items: true },
      description: 'The twins it passes, both ends included.',
      resolve: ({ graph, path }) => path.twins.map((id) => graph.twin(id)),
    }),
    relationships: t.field({
      type: [Relationship],
      description: 'The relationships it follows, in order; some against their direction.',
      resolve: ({ graph, path }) =>
        path.relationships.map((relationship) => ({ graph, relationship })),
    }),
  }),
});

builder.interfaceField(Graph, 'paths', (t) =>
  t.field({
    type: [Path],
    description:
      'Shortest paths from a twin, to another or to all that it reaches, shortest first.',
    args: {
      from: t.arg.id({ required: true, description: 'Id of the twin to start at.' }),
      to: t.arg.id({ description: 'Id of the twin to end at; all reachable ones when left out.' }),
      along: t.arg.stringList({
        description: 'Names of the relationships to follow; all when left out.',
      }),
      direction: t.arg({
        type: Direction,
        description: 'Which way to follow them; OUT by default.',
      }),
      maxHops: t.arg.int({
        description: `How many relationships a path may follow: 1 to ${maxPathHops}, 10 by default.`,
        validate: z.int().min(1).max(maxPathHops).nullish(),
      }),
      first: t.arg.int({
        description: `At most this many paths: 0 to ${maxPage}, ${defaultPage} by default.`,
      }),
    },
    resolve: async (graph, { from, to, along, direction, maxHops, first }) => {
      const query: PathQuery = {
        from,
        first: pageSize('first', first),
        ...(to != null && { to }),
        ...(along != null && { along }),
        ...(direction != null && { direction }),
        ...(maxHops != null && { maxHops }),
      };
      const paths = await graph.queries.paths(query);
      return paths.map((path) => ({ graph, path }));
    },
  }),
);
