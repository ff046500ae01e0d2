/** What a store answers a command, in a form that two stores can be compared by. */
import type { Change } from '../../../src/model/change.ts';
import { LinchpinError } from '../../../src/model/errors.ts';
import { allRelationships, allTwins } from '../../../src/model/graph-records.ts';
import type { CommitOptions, TwinStore } from '../../../src/store/twin-store.ts';
import type { WantedCommit } from './changes.ts';
import type { Command, WantedCursor } from './commands.ts';

/** What is known of a sequence so far, which both stores share. */
export interface Sequence {
  /** Makes ids of operations, messages and sources those of this sequence alone. */
  readonly prefix: string;
  /** The revision before its first command, and now. */
  readonly begin: number;
  readonly present: number;
  /** Cursors of the pages that were seen. */
  readonly cursors: readonly string[];
  /** Commits that were sent. */
  readonly sent: readonly (readonly [readonly Change[], CommitOptions])[];
}

/** The parameters of a commit, with the ids and the revision of a sequence put in. */
export function commitOf(
  { changes, operation, ifRevision, skipRefused }: WantedCommit,
  { prefix, present }: Sequence,
): readonly [readonly Change[], CommitOptions] {
  const own = changes.map((change): Change => {
    const messageId = 'observe' in change ? change.observe.messageId : undefined;
    if (!('observe' in change) || messageId === undefined) return change;
    return { observe: { ...change.observe, messageId: `${prefix}${messageId}` } };
  });
  return [
    own,
    {
      skipRefused,
      ...(operation === undefined ? {} : { operationId: `${prefix}op${operation}` }),
      ...(ifRevision === undefined ? {} : { ifRevision: present + ifRevision }),
    },
  ];
}

type Asked = Exclude<Command, { readonly kind: 'commit' | 'again' | 'restart' }>;

/** A store's answer to a command that changes no twin. */
export function answerOf(store: TwinStore, command: Asked, sequence: Sequence): Promise<unknown> {
  const { prefix, present } = sequence;
  switch (command.kind) {
    case 'find':
      return store.find({ ...command.query, ...cursorOf(command.cursor, sequence) });
    case 'findRelationships':
      return store.findRelationships({ ...command.query, ...cursorOf(command.cursor, sequence) });
    case 'relationshipsOf':
      return store.relationshipsOf(command.requests);
    case 'twins':
      return store.twins(command.ids);
    case 'paths':
      return store.paths(command.query);
    case 'aggregate':
      return store.aggregate(command.query);
    case 'addModels':
      return addModels(store, command.models);
    case 'removeModel':
      return store.removeModel(command.model).then(() => store.models());
    case 'decommissionModel':
      return decommissionModel(store, command.model, command.decommissioned);
    case 'keepRejections':
      return store.keepRejections(rejectionsOf(command.count, prefix));
    case 'rejections':
      return rejections(store, command, prefix);
    case 'snapshot':
      return stateOf(store);
    case 'commits':
      return commitsAfter(store, Math.max(sequence.begin, present - command.back), present);
    case 'log':
      return store.log(Math.max(sequence.begin, present - command.back), command.limit);
  }
}

async function decommissionModel(
  store: TwinStore,
  model: string,
  decommissioned: boolean,
): Promise<unknown> {
  await store.decommissionModel(model, decommissioned);
  return (await store.models()).map(({ addedAt: _, ...rest }) => rest);
}

async function addModels(
  store: TwinStore,
  models: readonly (readonly [string, string])[],
): Promise<unknown> {
  await store.addModels(
    models.map(([id, displayName]) => ({ '@id': id, '@type': 'Interface', displayName })),
  );
  return (await store.models()).map(({ document }) => document);
}

/** Everything that a store holds. */
export async function stateOf(store: TwinStore): Promise<unknown> {
  const graph = await store.snapshot();
  return {
    revision: graph.revision,
    asked: await store.revision(),
    size: graph.size,
    twins: new Map(Array.from(allTwins(graph), (twin) => [twin.id, twin])),
    relationships: new Map(
      Array.from(allRelationships(graph), (each) => [`${each.source}\n${each.id}`, each]),
    ),
  };
}

/** Rejections are those of all sequences, so cursors of other pages are left out. */
async function rejections(
  store: TwinStore,
  { first, code }: Extract<Command, { readonly kind: 'rejections' }>,
  source: string,
): Promise<unknown> {
  const page = await store.rejections({ source, first, ...(code === undefined ? {} : { code }) });
  return { items: page.items, hasNextPage: page.hasNextPage };
}

function rejectionsOf(count: number, source: string) {
  return Array.from({ length: count }, (_, i) => ({
    time: i,
    source: `${source}${i}`,
    problem: {
      code: i % 2 ? ('CONFLICT' as const) : ('NOT_FOUND' as const),
      where: '',
      message: 'x',
    },
    payload: '\u0000"',
  }));
}

async function commitsAfter(store: TwinStore, since: number, until: number): Promise<unknown> {
  const commits: unknown[] = [];
  if (since === until) return commits;
  for await (const commit of store.commits(since, new AbortController().signal)) {
    commits.push(commit);
    if (commit.revision >= until) break;
  }
  return commits;
}

function cursorOf(cursor: WantedCursor | undefined, { cursors }: Sequence) {
  if (cursor === undefined || cursors.length === 0) return {};
  return { [cursor.side]: cursors[cursor.index % cursors.length] };
}

/** What was answered, or how it was refused; an error that is none of ours is thrown on. */
export async function outcomeOf(asked: Promise<unknown>): Promise<unknown> {
  try {
    return { value: comparable(await asked) };
  } catch (error) {
    if (!(error instanceof LinchpinError)) throw error;
    const { code, where, message, retriable, problems } = error;
    return { error: { code, where, message, retriable, problems } };
  }
}

/** A value without what may differ: the time of a commit, and the order of maps. */
function comparable(value: unknown): unknown {
  if (typeof value === 'number') return isNow(value) ? 'now' : value + 0;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(comparable);
  if (value instanceof Map) return { map: comparable(Object.fromEntries(value)) };
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, comparable(each)]));
}

const begun = Date.now();

/** Whether a number is the time of a commit of this run. */
function isNow(value: number): boolean {
  return value >= begun - 60_000 && value < begun + 86_400_000;
}
