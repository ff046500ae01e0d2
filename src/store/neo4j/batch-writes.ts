/**
 * The statements that write one batch, all in the journal's transaction: records are given whole,
 * names and values only ever as parameters.
 */
import type { RecordChanges } from '../../model/changeset.ts';
import { recordTextOf } from '../../model/commit-log.ts';
import type { Relationship } from '../../model/relationship.ts';
import type { Twin } from '../../model/twin.ts';
import { digestOf } from '../live/digest.ts';
import { type Batch, changesModels } from '../live/journal.ts';
import { bodyOf } from './log.ts';
import { type RelationshipRow, relationshipRow, twinRow, typeOf } from './rows.ts';
import type { HeadRow } from './seen.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A statement and the rows that it is run on. */
export interface Write {
  readonly text: string;
  readonly rows: readonly unknown[];
}

/** Whether a batch has nothing to write. */
export function isNothing(batch: Batch): boolean {
  const { commits, operations, messages, rejections } = batch;
  const records = [commits, operations, messages, rejections];
  return records.every(({ length }) => length === 0) && !changesModels(batch);
}

/** What writes a batch; every statement takes its rows as `$rows`, and those without rows are left out. */
export function batchWrites(batch: Batch, head: HeadRow, vocabulary: Vocabulary): Write[] {
  const writes = [
    ...modelWrites(batch, head, vocabulary),
    ...graphWrites(batch, vocabulary),
    ...logWrites(batch, head),
  ];
  return writes.filter(({ rows }) => rows.length > 0);
}

/** The head after a batch. */
export function headAfter(batch: Batch, head: HeadRow): Omit<HeadRow, 'id'> {
  const { addedModels, changeset } = batch;
  const grown = ({ added, removed }: RecordChanges<unknown>) => added.size - removed.size;
  return {
    revision: batch.commits.at(-1)?.revision ?? head.revision,
    modelsVersion: head.modelsVersion + (changesModels(batch) ? 1 : 0),
    twins: head.twins + grown(changeset.twins),
    relationships: head.relationships + grown(changeset.relationships),
    models: head.models + addedModels.length,
    operations: head.operations + batch.operations.length,
    messages: head.messages + batch.messages.length,
    rejections: head.rejections + batch.rejections.length,
  };
}

function modelWrites(batch: Batch, head: HeadRow, vocabulary: Vocabulary): Write[] {
  const labels = new Map(vocabulary.models.map(({ id, label }) => [id, label]));
  const added = batch.addedModels.map(({ id, document, addedAt }, index) => ({
    id,
    label: labels.get(id),
    document: JSON.stringify(document),
    addedAt: BigInt(addedAt),
    number: BigInt(head.models + index + 1),
  }));
  return [
    {
      text: 'UNWIND $rows AS id MATCH (model:Model {id: id}) DETACH DELETE model',
      rows: batch.removedModels,
    },
    { text: 'UNWIND $rows AS row CREATE (model:Model) SET model = row', rows: added },
    {
      text: `UNWIND $rows AS row MATCH (model:Model {id: row.id})
        SET model.decommissioned = row.decommissioned`,
      rows: batch.changedModels.map(({ id, decommissioned = null }) => ({ id, decommissioned })),
    },
  ];
}

const matchTwins = `UNWIND $rows AS row
  MATCH (source:Twin {id: row.source}) MATCH (target:Twin {id: row.target})`;

/** In a subquery both ends are given, so that no plan ever walks all relationships of a hub. */
const matchRelationship = `${matchTwins}
  CALL (row, source, target) {
    MATCH (source)-[relationship]->(target)
    WHERE relationship.id = row.id AND type(relationship) = row.type
    RETURN relationship LIMIT 1
  }`;

/** Relationships go before twins and come after them. */
function graphWrites({ changeset }: Batch, vocabulary: Vocabulary): Write[] {
  const { twins, relationships } = changeset;
  const changes = relationshipChanges(relationships, vocabulary);
  // Those of removed twins go with them.
  const removed = changes.removed.filter(
    ({ source, target }) => !twins.removed.has(source) && !twins.removed.has(target),
  );
  return [
    { text: `${matchRelationship} DELETE relationship`, rows: removed },
    ...twinWrites(twins, vocabulary),
    {
      text: `${matchTwins}
        CREATE (source)-[relationship:$(row.type)]->(target) SET relationship = row.properties`,
      rows: changes.added,
    },
    { text: `${matchRelationship} SET relationship = row.properties`, rows: changes.updated },
  ];
}

function twinWrites(twins: RecordChanges<Twin>, vocabulary: Vocabulary): Write[] {
  const row = (twin: Twin) => twinRow(twin, vocabulary);
  const newModels = [...twins.updated.values()].filter(({ from, to }) => from.model !== to.model);
  const oldLabels = newModels.map(({ from: { id, model } }) => ({
    id,
    labels: vocabulary.labelsOf(model).slice(1),
  }));
  return [
    {
      text: 'UNWIND $rows AS id MATCH (twin:Twin {id: id}) DETACH DELETE twin',
      rows: [...twins.removed.keys()],
    },
    {
      text: 'UNWIND $rows AS row MATCH (twin:Twin {id: row.id}) REMOVE twin:$(row.labels)',
      rows: oldLabels,
    },
    {
      text: 'UNWIND $rows AS row CREATE (twin:$(row.labels)) SET twin = row.properties',
      rows: Array.from(twins.added.values(), row),
    },
    {
      text: `UNWIND $rows AS row MERGE (twin:Twin {id: row.id})
        SET twin = row.properties SET twin:$(row.labels)`,
      rows: Array.from(twins.updated.values(), ({ to }) => row(to)),
    },
  ];
}

type RelationshipEnds = Omit<RelationshipRow, 'properties'>;

/** A relationship that gets another name or target is another one to Neo4j. */
function relationshipChanges(changes: RecordChanges<Relationship>, vocabulary: Vocabulary) {
  const row = (relationship: Relationship) => relationshipRow(relationship, vocabulary);
  const removed: RelationshipEnds[] = Array.from(changes.removed.values(), endsOf);
  const added: RelationshipRow[] = Array.from(changes.added.values(), row);
  const updated: RelationshipRow[] = [];
  for (const { from, to } of changes.updated.values()) {
    if (from.name === to.name && from.target === to.target) updated.push(row(to));
    else {
      removed.push(endsOf(from));
      added.push(row(to));
    }
  }
  return { removed, added, updated };
}

function endsOf({ source, id, name, target }: Relationship): RelationshipEnds {
  return { source, id, type: typeOf(name), target };
}

function logWrites(batch: Batch, head: HeadRow): Write[] {
  return [
    {
      text: 'UNWIND $rows AS row CREATE (commit:LinchpinCommit) SET commit = row',
      rows: batch.commits.map((commit) => ({
        revision: BigInt(commit.revision),
        time: BigInt(commit.time),
        body: bodyOf(recordTextOf(commit)),
      })),
    },
    {
      text: `UNWIND $rows AS row MERGE (operation:LinchpinOperation {id: row.id})
        SET operation = row`,
      rows: batch.operations.map(({ id, record }, index) => ({
        id: digestOf(id),
        number: BigInt(head.operations + index + 1),
        record: JSON.stringify(record),
      })),
    },
    {
      text: 'UNWIND $rows AS row MERGE (message:LinchpinMessage {key: row.key}) SET message = row',
      rows: batch.messages.map((key, index) => ({
        key,
        number: BigInt(head.messages + index + 1),
      })),
    },
    {
      text: 'UNWIND $rows AS row CREATE (rejection:LinchpinRejection) SET rejection = row',
      rows: batch.rejections.map((rejection, index) => ({
        number: BigInt(head.rejections + index + 1),
        source: rejection.source,
        code: rejection.problem.code,
        body: JSON.stringify(rejection),
      })),
    },
  ];
}
