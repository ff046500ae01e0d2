/** The `changes` subscription. */
import { feed } from '../../flows/feed.ts';
import type { Commit as MadeCommit, RecordChanges } from '../../model/changeset.ts';
import type { Relationship as RelationshipValue } from '../../model/relationship.ts';
import type { Twin as TwinValue } from '../../model/twin.ts';
import { anything } from '../../store/checked/known-names.ts';
import { readPredicate } from '../../store/checked/read-predicate.ts';
import { builder } from '../builder.ts';
import { type GraphView, graphView } from '../graph-view.ts';
import { predicateOf } from '../where.ts';
import { Relationship } from './relationship.ts';
import { Where } from './route-inputs.ts';
import { Twin } from './twin.ts';

export const ChangeKind = builder.enumType('ChangeKind', {
  description: 'What happened to a twin or relationship.',
  values: {
    ADDED: { description: 'It was created.' },
    UPDATED: { description: 'It was changed.' },
    REMOVED: { description: 'It was removed.' },
  } as const,
});

/** What happened to one record, which is given as it was afterwards, or before its removal. */
interface RecordChange<T> {
  readonly graph: GraphView;
  readonly kind: 'ADDED' | 'UPDATED' | 'REMOVED';
  readonly record: T;
  readonly before?: T;
}

const TwinChange = builder.objectRef<RecordChange<TwinValue>>('TwinChange').implement({
  description: 'What a commit did to one twin.',
  fields: (t) => ({
    kind: t.field({ type: ChangeKind, description: 'What happened.', resolve: ({ kind }) => kind }),
    twin: t.field({
      type: Twin,
      description: 'The twin as the commit left it, or as it was before it was removed.',
      resolve: ({ graph, record }) => ({ graph, twin: record }),
    }),
    before: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Its properties before an update.',
      resolve: ({ before }) => before?.properties ?? null,
    }),
  }),
});

const RelationshipChange = builder
  .objectRef<RecordChange<RelationshipValue>>('RelationshipChange')
  .implement({
    description: 'What a commit did to one relationship.',
    fields: (t) => ({
      kind: t.field({
        type: ChangeKind,
        description: 'What happened.',
        resolve: ({ kind }) => kind,
      }),
      relationship: t.field({
        type: Relationship,
        description: 'The relationship as the commit left it, or as it was before its removal.',
        resolve: ({ graph, record }) => ({ graph, relationship: record }),
      }),
      before: t.field({
        type: 'JSON',
        nullable: true,
        description: 'Its properties before an update.',
        resolve: ({ before }) => before?.properties ?? null,
      }),
    }),
  });

interface CommitEvent {
  readonly graph: GraphView;
  readonly commit: MadeCommit;
}

const Commit = builder.objectRef<CommitEvent>('Commit').implement({
  description: 'A commit: what changed in the graph at once.',
  fields: (t) => ({
    revision: t.field({
      type: 'Revision',
      description: 'Its number. Give the last one seen as `since` to go on after a break.',
      resolve: ({ commit }) => commit.revision,
    }),
    time: t.field({
      type: 'DateTime',
      description: 'When it was made.',
      resolve: ({ commit }) => commit.time,
    }),
    operationId: t.string({
      nullable: true,
      description: 'The name its sender gave it.',
      resolve: ({ commit }) => commit.operationId ?? null,
    }),
    twins: t.field({
      type: [TwinChange],
      description: 'The twins it changed.',
      resolve: ({ graph, commit }) => recordChanges(graph, commit.changeset.twins),
    }),
    relationships: t.field({
      type: [RelationshipChange],
      description: 'The relationships it changed.',
      resolve: ({ graph, commit }) => recordChanges(graph, commit.changeset.relationships),
    }),
  }),
});

function recordChanges<T>(graph: GraphView, changes: RecordChanges<T>): RecordChange<T>[] {
  const list: RecordChange<T>[] = [];
  for (const record of changes.added.values()) list.push({ graph, kind: 'ADDED', record });
  for (const { from, to } of changes.updated.values()) {
    list.push({ graph, kind: 'UPDATED', record: to, before: from });
  }
  for (const record of changes.removed.values()) list.push({ graph, kind: 'REMOVED', record });
  return list;
}

builder.subscriptionField('changes', (t) =>
  t.field({
    type: Commit,
    description:
      'Every commit after a revision, then each new one, in order and without a gap. Commits that hold nothing of what is asked for are left out.',
    args: {
      where: t.arg({
        type: Where,
        description: 'Which twins and relationships to show; all when left out.',
      }),
      since: t.arg({
        type: 'Revision',
        description: 'The last revision seen; the present one when left out.',
      }),
    },
    subscribe: async (_root, { where, since }, { services, signal }) => {
      const { store } = services;
      const scope = anything(store.catalogue());
      const predicate = where == null ? undefined : readPredicate(predicateOf(where), scope);
      const request = {
        ...(predicate !== undefined && { where: predicate }),
        ...(since != null && { since }),
      };
      return feed(store, request, signal());
    },
    resolve: (commit, _args, { services }) => ({ commit, graph: graphView(services.store) }),
  }),
);
