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
import { type Body, following } from './log.ts';
import type { NativeProperties } from './properties.ts';
import { relationshipOf, twinOf } from './rows.ts';
import { type HeadRow, lockHead, type Run, readHead, requireSame, runIn } from './seen.ts';

/** How often the graph is read anew when too much happened meanwhile. */
const mostAttempts = 3;

/**
 * The graph of the data with this identity, at its present revision. `DATA_DAMAGED` when records
 * are missing that were written, or are not what was written.
 */
export async function readGraph(connection: Connection, id: string): Promise<TwinGraph> {
  for (let attempt = 1; ; attempt++) {
    const head = await readHead(connection.run.bind(connection));
    requireSame(head, id, head);
    try {
      return await readAt(connection, head);
    } catch (error) {
      // A twin that came back while it was read, or a log that was trimmed: read again.
      const moved = error instanceof TypeError || isNotFound(error);
      if (attempt === mostAttempts || !moved) throw error;
    }
  }
}

async function readAt(connection: Connection, before: HeadRow): Promise<TwinGraph> {
  const graph = await scan(connection, before.revision);
  return connection.transaction(
    async (transaction) => {
      const run = runIn(transaction);
      await lockHead(run);
      const head = await readHead(run);
      const current =
        head.revision === before.revision ? graph : await mended(run, graph, head.revision);
      requireWhole(current, head, connection);
      return current;
    },
    () => false,
  );
}

interface RelationshipResult {
  readonly source: string;
  readonly type: string;
  readonly target: string;
  readonly properties: NativeProperties;
}

/** Relationships that were written later are left out: their ends may not have been read. */
async function scan(connection: Connection, revision: number): Promise<TwinGraph> {
  const builder = graphBuilder();
  const twins = connection.stream<{ properties: NativeProperties }>(
    `MATCH (twin:Twin) WHERE twin._revision IS NOT NULL RETURN properties(twin) AS properties`,
  );
  for await (const { properties } of twins) builder.addTwin(twinOf(properties));
  const relationships = connection.stream<RelationshipResult>(
    `MATCH (source:Twin)-[relationship]->(target:Twin)
     WHERE relationship._revision <= $revision
     RETURN source.id AS source, type(relationship) AS type, target.id AS target,
       properties(relationship) AS properties`,
    { revision: BigInt(revision) },
  );
  for await (const row of relationships) builder.addRelationship(relationshipOf(row));
  return builder.build(revision);
}

/** The graph with everything that the commits after it touched as it is now. */
async function mended(run: Run, graph: TwinGraph, revision: number): Promise<TwinGraph> {
  const commits = await commitsBetween(run, graph.revision, revision);
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
  const relationships = await run<RelationshipResult>(
    `UNWIND $keys AS key
     MATCH (source:Twin {id: key.source}) MATCH (target:Twin {id: key.target})
     CALL (key, source, target) {
       MATCH (source)-[relationship]->(target)
       WHERE relationship.id = key.id AND relationship._revision IS NOT NULL
       RETURN relationship LIMIT 1
     }
     RETURN source.id AS source, type(relationship) AS type, target.id AS target,
       properties(relationship) AS properties`,
    { keys: [...keys.values()] },
  );
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

/** The touched relationships with where they point at last: both ends find them at once. */
function lastTargets(commits: readonly CommitRecord[], graph: TwinGraph) {
  const found = new Map<string, RelationshipKey & { readonly target: string | undefined }>();
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

async function commitsBetween(run: Run, after: number, present: number) {
  const [row] = await run<{ bodies: readonly Body[] }>(
    `RETURN COLLECT {
       MATCH (commit:LinchpinCommit) WHERE commit.revision > $after
       RETURN commit.body ORDER BY commit.revision
     } AS bodies`,
    { after: BigInt(after) },
  );
  return following(after, row?.bodies ?? [], present) as readonly CommitRecord[];
}

function changesOf<T>(
  before: ReadonlyMap<string, T | undefined>,
  after: ReadonlyMap<string, T>,
): RecordChanges<T> {
  return changesBetween(Array.from(before, ([key, from]) => [key, from, after.get(key)] as const));
}

function requireWhole({ size }: TwinGraph, head: HeadRow, { place }: Connection): void {
  if (size.twins === head.twins && size.relationships === head.relationships) return;
  throw new LinchpinError({
    code: 'DATA_DAMAGED',
    where: place.uri,
    message:
      `there are ${size.twins} twins and ${size.relationships} relationships, ` +
      `where ${head.twins} and ${head.relationships} were written`,
    action: 'undo what something else changed in Neo4j, or restore the database from a backup',
  });
}

function isNotFound(error: unknown): boolean {
  return error instanceof LinchpinError && error.code === 'NOT_FOUND';
}
