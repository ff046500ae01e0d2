/**
 * The feed: the commits after a revision, then each new one, narrowed to what a reader asked for.
 * It is pulled: a reader that is slow is served later and holds no queue here. Called by the
 * `changes` subscription.
 */
import { type Changeset, type Commit, isEmpty, type RecordChanges } from '../model/changeset.ts';
import { LinchpinError } from '../model/errors.ts';
import { type Fields, relationshipFields, twinFields } from '../query/fields.ts';
import { type Test, testOf } from '../query/predicate/predicate.ts';
import type { Predicate } from '../query/query.ts';
import type { TwinStore } from '../store/twin-store.ts';

/** What a reader of the feed asks for. */
export interface FeedRequest {
  /** The last revision the reader has seen; the present one by default. */
  readonly since?: number;
  /** Which twins and relationships to show; a change shows when it holds before or after. */
  readonly where?: Predicate;
}

/**
 * Opens a feed. It ends when the reader returns it or `signal` aborts; reading throws `NOT_FOUND`
 * when the commits after `since` are no longer kept, `BAD_USER_INPUT` for a revision to come.
 */
export async function feed(
  store: Pick<TwinStore, 'revision' | 'commits'>,
  { since, where }: FeedRequest,
  signal: AbortSignal,
): Promise<AsyncIterableIterator<Commit>> {
  const from = since ?? (await store.revision());
  const ended = new AbortController();
  const end = AbortSignal.any([signal, ended.signal]);
  const commits = shown(store.commits(from, end), where && filterOf(where));
  const reader: AsyncIterableIterator<Commit> = {
    [Symbol.asyncIterator]: () => reader,
    next: () => commits.next(),
    // A generator that waits for a commit cannot return: ending its source lets it.
    return: async () => {
      ended.abort();
      return commits.return(undefined);
    },
  };
  return reader;
}

async function* shown(
  commits: AsyncIterable<Commit>,
  filter: Filter | undefined,
): AsyncGenerator<Commit, undefined> {
  for await (const commit of commits) {
    const changeset = filter === undefined ? commit.changeset : filter(commit.changeset);
    if (!isEmpty(changeset)) yield { ...commit, changeset };
  }
}

type Filter = (changeset: Changeset) => Changeset;

function filterOf(where: Predicate): Filter {
  const twin = testOf(where, { fields: beside(twinFields, relationshipFields) });
  const relationship = testOf(where, { fields: beside(relationshipFields, twinFields) });
  return ({ twins, relationships }) => ({
    twins: narrow(twins, twin),
    relationships: narrow(relationships, relationship),
  });
}

/** Fields of one kind of record, where what only the other kind has is a missing value. */
function beside<T, Other>(own: Fields<T>, other: Fields<Other>): Fields<T> {
  return (path) => {
    try {
      return own(path);
    } catch (error) {
      if (!(error instanceof LinchpinError)) throw error;
      other(path);
      return () => undefined;
    }
  };
}

function narrow<T>(changes: RecordChanges<T>, fits: Test<T>): RecordChanges<T> {
  const kept = (records: ReadonlyMap<string, T>) =>
    new Map([...records].filter(([, record]) => fits(record)));
  const updated = [...changes.updated].filter(([, { from, to }]) => fits(from) || fits(to));
  return {
    added: kept(changes.added),
    updated: new Map(updated),
    removed: kept(changes.removed),
  };
}
