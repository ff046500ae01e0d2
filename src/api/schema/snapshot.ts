/** `Query.asOf`: the graph as it was, with all that can be asked of the present. */
import type { History } from '../../history/history.ts';
import type { Moment } from '../../history/tail.ts';
import { LinchpinError } from '../../model/errors.ts';
import { builder } from '../builder.ts';
import { type GraphView, graphView } from '../graph-view.ts';
import { Graph, Query } from './graph.ts';

/** A graph of the past. */
interface SnapshotView extends GraphView {
  /** When its revision was committed, epoch milliseconds. */
  readonly time: number;
}

const Snapshot = builder.objectRef<SnapshotView>('Snapshot').implement({
  description: 'The graph as it was after one commit. Models are read as they are now.',
  interfaces: [Graph],
  fields: (t) => ({
    time: t.field({
      type: 'DateTime',
      description: 'When that commit was made.',
      resolve: ({ time }) => time,
    }),
  }),
});

/** A graph of the past may have to be replayed. */
const complexity = 100;

builder.objectField(Query, 'asOf', (t) =>
  t.field({
    type: Snapshot,
    description:
      'The graph as it was. Exactly one of `time` and `revision` is given. Refused for what has not happened yet, and for what history does not reach back to.',
    complexity,
    args: {
      time: t.arg({ type: 'DateTime', description: 'After the last commit at or before this.' }),
      revision: t.arg({ type: 'Revision', description: 'After this commit.' }),
    },
    resolve: async (_graph, asked, { services, observe }): Promise<SnapshotView> => {
      const { history, store } = services;
      const { revision, time } = await momentOf(asked, history);
      const graph = await history.graphAt(revision);
      const source = { snapshot: () => graph, catalogue: () => store.catalogue() };
      return { ...graphView(source, observe), time };
    },
  }),
);

interface Asked {
  readonly time?: number | null | undefined;
  readonly revision?: number | null | undefined;
}

/** The commit that was asked for, by one of the two ways to name it. */
function momentOf({ time, revision }: Asked, history: History): Promise<Moment> {
  if (time != null && revision == null) return history.momentAt(time);
  if (revision != null && time == null) return history.momentOf(revision);
  throw new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: 'asOf',
    message: 'it takes exactly one of time and revision',
    expected: 'a time, such as 2026-03-01T12:00:00Z, or a revision',
  });
}
