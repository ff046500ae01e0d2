/** The `commit` mutation. */
import type { CommitResult } from '../../store/twin-store.ts';
import { builder } from '../builder.ts';
import { changeOf } from '../change-of.ts';
import { type GraphView, graphView } from '../graph-view.ts';
import { Change } from './change.ts';
import { Relationship } from './relationship.ts';
import { Twin } from './twin.ts';

const CommitInput = builder.inputType('CommitInput', {
  description: 'Changes to make at once, and on what condition.',
  fields: (t) => ({
    changes: t.field({
      type: [Change],
      required: true,
      description: 'The changes, in order. All are made or none.',
    }),
    ifRevision: t.field({
      type: 'Revision',
      description: 'Refuse with CONFLICT unless this is the present revision.',
    }),
    operationId: t.string({
      description: 'A name for this operation: sending it again changes nothing more.',
    }),
  }),
});

interface Committed {
  readonly graph: GraphView;
  readonly result: CommitResult;
}

const CommitPayload = builder.objectRef<Committed>('CommitPayload').implement({
  description: 'What a commit did.',
  fields: (t) => ({
    revision: t.field({
      type: 'Revision',
      description: 'The revision that holds the changes; the present one when nothing changed.',
      resolve: ({ result }) => result.revision,
    }),
    repeated: t.boolean({
      description: 'Whether the operation had been committed before.',
      resolve: ({ result }) => result.repeated,
    }),
    twins: t.field({
      type: [Twin],
      description: 'The twins that were added or changed, as they are now.',
      resolve: ({ graph, result: { changeset } }) => [
        ...[...changeset.twins.added.values()].map((twin) => ({ graph, twin })),
        ...[...changeset.twins.updated.values()].map(({ to }) => ({ graph, twin: to })),
      ],
    }),
    relationships: t.field({
      type: [Relationship],
      description: 'The relationships that were added or changed, as they are now.',
      resolve: ({ graph, result: { changeset } }) => [
        ...[...changeset.relationships.added.values()].map((relationship) => ({
          graph,
          relationship,
        })),
        ...[...changeset.relationships.updated.values()].map(({ to }) => ({
          graph,
          relationship: to,
        })),
      ],
    }),
    removedTwins: t.idList({
      description: 'Ids of the twins that were removed.',
      resolve: ({ result }) => [...result.changeset.twins.removed.keys()],
    }),
  }),
});

builder.mutationField('commit', (t) =>
  t.field({
    type: CommitPayload,
    description: 'Changes the graph: an ordered list of changes, all made or none.',
    args: { input: t.arg({ type: CommitInput, required: true, description: 'What to change.' }) },
    resolve: async (_root, { input }, { services, observe }) => {
      const changes = input.changes.map((change, index) =>
        changeOf(change, `input.changes[${index}]`),
      );
      const result = await services.store.commit(changes, {
        ...(input.ifRevision != null && { ifRevision: input.ifRevision }),
        ...(input.operationId != null && { operationId: input.operationId }),
      });
      return { result, graph: graphView(services.store, observe) };
    },
  }),
);
