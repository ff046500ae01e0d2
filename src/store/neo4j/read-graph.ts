/**
 * Reads the whole graph while others may write to it: streams every record, then takes the head
 * for a moment and reads again what commits touched meanwhile.
 */
import { graphBuilder } from '../../model/build-graph.ts';
import { changesBetween, type RecordChanges } from '../../model/changeset.ts';
import type { CommitRecord } from '../../model/commit-record.ts';
import { LinchpinError } from '../../model/errors.ts';
import type { TwinGraph } from '../../model/graph.ts';
import {
  type Relationship,
  type RelationshipKey,
  relationshipKey,
} from '../../model/relationship.ts';
import type { Twin } from '../../model/twin.ts';
import type { Connection } from './connection.ts';
import { readTo } from './log.ts';
import type { NativeProperties } from './properties.ts';
import { relationshipOf, twinOf } from './rows.ts';
import { type HeadRow, lockHead, type Run, readHead, requireSame, runIn } from './seen.ts';

/** How often the graph is read while others write, before they have to wait for it. */
const freeAttempts = 2;

/** How long others wait for it at most. */
const lockMilliseconds = 600_000;

/**
 * The graph of the data with this identity, at its present revision. `DATA_DAMAGED` when records
 * are missing that were written, or are not what was written.
 */
export async function readGraph(connection: Connection, id: string): Promise<TwinGraph> {
  for (let attempt = 1; attempt <= freeAttempts; attempt++) {
    const before = await readHead(connection.run.bind(connection));
    requireSame(before, id, before);
    const found = await scan(connection, before.revision);
    const graph = await locked(connection, (run, head) => mended(run, found, head));
    if (graph !== undefined) return graph;
  }
  return locked(connection, async (run, head) => {
    const graph = await scan(connection, head.revision);
    // Others wrote after all when this fails: then nothing can be said of the graph.
    await readHead(run);
    if (graph === undefined || !isWhole(graph, head)) throw damaged(graph, head, connection);
    return graph;
  });
}

/** Runs some work while nobody writes. */
function locked<R>(
  connection: Connection,
  work: (run: Run, head: HeadRow) => Promise<R>,
): Promise<R> {
  return connection.transaction(
    async (transaction) => {
      const run = runIn(transaction);
      await lockHead(run);
      return work(run, await readHead(run));
    },
    () => false,
    lockMilliseconds,
  );
}

interface RelationshipResult {
  readonly source: string;
  readonly type: string;
  readonly target: string;
  readonly properties: NativeProperties;
}

/**
 * All records, as streams give them; relationships that were written later are left out, for their
 * ends may not have been read. Undefined when one came twice or lacks an end: it moved meanwhile.
 */
async function scan(connection: Connection, revision: number): Promise<TwinGraph | undefined> {
  const builder = graphBuilder();
  const twins = connection.stream<{ properties: NativeProperties }>(
    `MATCH (twin:Twin) WHERE twin._revision IS NOT NULL RETURN properties(twin) AS properties`,
  );
  const relationships = connection.stream<RelationshipResult>(
    `MATCH (source:Twin)-[relationship]->(target:Twin)
     WHERE relationship._revision <= $revision
     RETURN source.id AS source, type(relationship) AS type, target.id AS target,
       properties(relationship) AS properties`,
    { revision: BigInt(revision) },
  );
  for await (const { properties } of twins) {
    const twin = twinOf(properties);
    if (!isTaken(() => builder.addTwin(twin))) return undefined;
  }
  for await (const row of relationships) {
    const relationship = relationshipOf(row);
    if (!isTaken(() => builder.addRelationship(relationship))) return undefined;
  }
  return builder.build(revision);
}

/** Whether a builder took a record: it refuses a second one of a twin, and one without an end. */
function isTaken(add: () => number): boolean {
  try {
    add();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/**
 * The graph with everything that later commits touched as it is now. Undefined when it is not
 * whole: the log no longer reaches back, or the server left out a record whose neighbours changed
 * while it was read (its isolation is read committed).
 */
async function mended(
  run: Run,
  found: TwinGraph | undefined,
  head: HeadRow,
): Promise<TwinGraph | undefined> {
  if (found === undefined) return undefined;
  const graph = found.revision === head.revision ? found : await mendedTo(run, found, head);
  return graph !== undefined && isWhole(graph, head) ? graph : undefined;
}

async function mendedTo(
  run: Run,
  graph: TwinGraph,
  { revision }: HeadRow,
): Promise<TwinGraph | undefined> {
  const commits = await commitsBetween(run, graph.revision, revision);
  if (commits === undefined) return undefined;
  const twinIds = new Set(
    commits.flatMap(({ twins: { added, removed, updated } }) =>
      [...added, ...removed, ...updated].map(({ id }) => id),
    ),
  );
  const keys = lastTargets(commits, graph);
  const twins = await run<{ properties: NativeProperties }>(
    'UNWIND $ids AS id MATCH (twin:Twin {id: id}) RETURN properties(twin) AS properties',
    { ids: [...twinIds] },
  );
  const relationships = await relationshipsAt(run, [...keys.values()]);
  const changeset = {
    twins: changesOf<Twin>(
      new Map([...twinIds].map((id) => [id, graph.twin(id)])),
      new Map(twins.map((row) => twinOf(row.properties)).map((twin) => [twin.id, twin])),
    ),
    relationships: changesOf<Relationship>(
      new Map([...keys].map(([name, key]) => [name, graph.relationship(key)])),
      new Map(relationships.map(relationshipOf).map((each) => [relationshipKey(each), each])),
    ),
  };
  return graph.withChanges(changeset, revision);
}

/** A relationship, and its target where the commits or the graph before them tell it. */
interface Wanted extends RelationshipKey {
  readonly target: string | undefined;
}

/** Both ends find a relationship at once; where one is not known, those of its source are looked at. */
async function relationshipsAt(run: Run, keys: readonly Wanted[]): Promise<RelationshipResult[]> {
  const result = `
    RETURN source.id AS source, type(relationship) AS type, target.id AS target,
      properties(relationship) AS properties`;
  const between = await run<RelationshipResult>(
    `UNWIND $keys AS key
     MATCH (source:Twin {id: key.source}) MATCH (target:Twin {id: key.target})
     CALL (key, source, target) {
       MATCH (source)-[relationship]->(target)
       WHERE relationship.id = key.id AND relationship._revision IS NOT NULL
       RETURN relationship LIMIT 1
     } ${result}`,
    { keys: keys.filter(({ target }) => target !== undefined) },
  );
  const from = await run<RelationshipResult>(
    `UNWIND $keys AS key
     MATCH (source:Twin {id: key.source})-[relationship]->(target:Twin)
     WHERE relationship.id = key.id AND relationship._revision IS NOT NULL ${result}`,
    { keys: keys.filter(({ target }) => target === undefined) },
  );
  return [...between, ...from];
}

/** The touched relationships with where they point at last. */
function lastTargets(commits: readonly CommitRecord[], graph: TwinGraph) {
  const found = new Map<string, Wanted>();
  for (const { relationships } of commits) {
    const { added, updated, removed } = relationships;
    for (const { source, id, target } of [...added, ...removed, ...updated]) {
      const key = relationshipKey({ source, id });
      const to = typeof target === 'string' ? target : target?.to;
      const before = found.get(key) ?? graph.relationship({ source, id });
      found.set(key, { source, id, target: to ?? before?.target });
    }
  }
  return found;
}

/** Undefined when the log no longer has them. */
async function commitsBetween(
  run: Run,
  after: number,
  present: number,
): Promise<readonly CommitRecord[] | undefined> {
  try {
    return await readTo(run, after, present);
  } catch (error) {
    if (error instanceof LinchpinError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

function changesOf<T>(
  before: ReadonlyMap<string, T | undefined>,
  after: ReadonlyMap<string, T>,
): RecordChanges<T> {
  return changesBetween(Array.from(before, ([key, from]) => [key, from, after.get(key)] as const));
}

function isWhole({ size }: TwinGraph, head: HeadRow): boolean {
  return size.twins === head.twins && size.relationships === head.relationships;
}

function damaged(
  graph: TwinGraph | undefined,
  head: HeadRow,
  { place }: Connection,
): LinchpinError {
  const { twins, relationships } = graph?.size ?? {};
  return new LinchpinError({
    code: 'DATA_DAMAGED',
    where: place.uri,
    message:
      graph === undefined
        ? 'a twin is there twice, or a relationship lacks an end'
        : `there are ${twins} twins and ${relationships} relationships, ` +
          `where ${head.twins} and ${head.relationships} were written`,
    action: 'undo what something else changed in Neo4j, or restore the database from a backup',
  });
}
