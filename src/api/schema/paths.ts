/** `Path` and `Graph.paths`: how one twin reaches others. */
import { z } from 'zod';
import { LinchpinError } from '../../model/errors.ts';
import { maxHops as mostHops } from '../../query/paths/route-check.ts';
import type { Path as FoundPath, PathQuery } from '../../query/query.ts';
import { builder } from '../builder.ts';
import { pageSize } from '../connection.ts';
import type { RouteInput } from '../filter-input.ts';
import type { GraphView } from '../graph-view.ts';
import { defaultPage, maxPage } from '../limits.ts';
import { routeOf } from '../route.ts';
import { predicateOf } from '../where.ts';
import { Graph } from './graph.ts';
import { Relationship } from './relationship.ts';
import { Direction, Hops, routeDescriptions, Where } from './route-inputs.ts';
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

const PathMode = builder.enumType('PathMode', {
  description: 'Which paths between two twins are wanted.',
  values: {
    ALL: { value: 'all', description: 'All that pass no twin twice, the shortest first.' },
    SHORTEST: { value: 'shortest', description: 'Only those that are as short as the first.' },
  } as const,
});

interface PathArguments extends RouteInput {
  readonly from: string;
  readonly to?: string | null | undefined;
  readonly maxHops?: number | null | undefined;
  readonly mode?: PathQuery['mode'] | null | undefined;
  readonly first?: number | null | undefined;
}

function pathQuery({ from, to, hops, maxHops, mode, first, ...route }: PathArguments): PathQuery {
  if (maxHops != null && hops != null) {
    throw new LinchpinError({
      code: 'BAD_USER_INPUT',
      where: 'maxHops',
      message: 'the hops are given twice',
      expected: 'hops or maxHops',
    });
  }
  const range = maxHops == null ? hops : { max: maxHops };
  return {
    from,
    first: pageSize('first', first),
    ...routeOf({ ...route, hops: range }, '', predicateOf),
    ...(to != null && { to }),
    ...(mode != null && { mode }),
  };
}

builder.interfaceField(Graph, 'paths', (t) =>
  t.field({
    type: [Path],
    description:
      'Paths from a twin to another, shortest first, or the first shortest one to each twin that it reaches.',
    args: {
      from: t.arg.id({ required: true, description: 'Id of the twin to start at.' }),
      to: t.arg.id({ description: 'Id of the twin to end at; all reachable ones when left out.' }),
      along: t.arg.stringList({ description: routeDescriptions.along }),
      direction: t.arg({ type: Direction, description: routeDescriptions.direction }),
      hops: t.arg({
        type: Hops,
        description: 'How many relationships a path may follow: up to 10 when left out.',
      }),
      maxHops: t.arg.int({
        description: `The same as \`hops: {max: …}\`: 1 to ${mostHops}, 10 by default.`,
        validate: z.int().min(1).max(mostHops).nullish(),
      }),
      relationship: t.arg({ type: Where, description: routeDescriptions.relationship }),
      through: t.arg({ type: Where, description: routeDescriptions.through }),
      mode: t.arg({
        type: PathMode,
        description: 'Which of those to another twin; ALL by default.',
      }),
      first: t.arg.int({
        description: `At most this many paths: 0 to ${maxPage}, ${defaultPage} by default.`,
      }),
    },
    resolve: async (graph, args) => {
      const paths = await graph.queries.paths(pathQuery(args));
      return paths.map((path) => ({ graph, path }));
    },
  }),
);
