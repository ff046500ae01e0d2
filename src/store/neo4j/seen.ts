/**
 * What a journal asks the database about what others did: with a write, once the head is locked,
 * or alone. One statement, one more when the models changed, and more when much happened.
 */
import type { RecordShape, Transaction } from 'neo4j-driver';
import { LinchpinError } from '../../model/errors.ts';
import { digestOf } from '../live/digest.ts';
import type { Known, News, OperationRecord, Seen, Wanted } from '../live/journal.ts';
import type { Connection } from './connection.ts';
import { type Body, bodiesAfter, following, readTo } from './log.ts';
import { type LabelledModel, Vocabulary } from './vocabulary.ts';

/** Runs a statement, by itself or in a transaction. */
export type Run = Connection['run'];

/** The head of a graph: how far it is, and what it has counted. */
export interface HeadRow {
  /** The identity of the data. */
  readonly id: string;
  readonly revision: number;
  readonly modelsVersion: number;
  readonly twins: number;
  readonly relationships: number;
  /** Numbers that were given out so far. */
  readonly models: number;
  readonly operations: number;
  readonly messages: number;
  readonly rejections: number;
}

/** The vocabulary of a version of the models. */
export interface KnownModels {
  readonly version: number;
  readonly vocabulary: Vocabulary;
}

/** What a writer sees once the head is its own. */
export interface Sight {
  readonly seen: Seen;
  readonly head: HeadRow;
  /** The group that this writer wrote last. */
  readonly group: string | undefined;
  readonly models: KnownModels;
}

/** Runs a statement in a transaction. */
export function runIn(transaction: Transaction): Run {
  return async <R extends RecordShape>(text: string, parameters = {}) => {
    const { records } = await transaction.run<R>(text, parameters);
    return records.map((record) => record.toObject());
  };
}

/** Takes the head for this transaction; others wait until it ends. */
export async function lockHead(run: Run): Promise<void> {
  await run("MATCH (head:LinchpinHead {name: 'head'}) SET head._lock = true");
}

type NativeHead = Readonly<Record<Exclude<keyof HeadRow, 'id'>, bigint>> & { readonly id: string };

interface SightRow {
  readonly head: NativeHead;
  readonly group: string | null;
  readonly bodies: readonly Body[];
  readonly operations: readonly (readonly [id: string, record: string])[];
  readonly messages: readonly string[];
}

/** Everything that a write is decided by. */
export async function look(
  run: Run,
  wanted: Wanted,
  mine: { readonly writer: string; readonly models: KnownModels },
): Promise<Sight> {
  const ids = new Map(wanted.operations.map((id) => [digestOf(id), id]));
  const [row] = await run<SightRow>(sightStatement, {
    revision: BigInt(wanted.revision),
    operations: [...ids.keys()],
    messages: wanted.messages,
    writer: mine.writer,
  });
  const head = headOf(row);
  const { group, bodies, operations, messages } = row as SightRow;
  const models = await modelsOf(run, head, mine.models);
  const news = newsOf(wanted, head, { bodies, models });
  const known = operations.map(
    ([id, record]) => [ids.get(id) as string, JSON.parse(record) as OperationRecord] as const,
  );
  const last = news.commits.at(-1)?.revision ?? wanted.revision;
  const rest = await readTo(run, last, head.revision);
  const commits = rest.length === 0 ? news.commits : [...news.commits, ...rest];
  const seen = { ...news, commits, operations: new Map(known), messages: new Set(messages) };
  return { seen, head, group: group ?? undefined, models };
}

const sightStatement = `
  MATCH (head:LinchpinHead {name: 'head'})
  OPTIONAL MATCH (writer:LinchpinWriter {id: $writer})
  RETURN properties(head) AS head, writer.group AS group,
    ${bodiesAfter} AS bodies,
    COLLECT {
      UNWIND $operations AS id
      MATCH (operation:LinchpinOperation {id: id}) RETURN [id, operation.record]
    } AS operations,
    COLLECT {
      UNWIND $messages AS key
      MATCH (message:LinchpinMessage {key: key}) RETURN key
    } AS messages`;

/** What happened since, or the first page of it, and the models as of then. */
export async function readNews(
  run: Run,
  known: Known,
  before: KnownModels,
): Promise<{ readonly head: HeadRow; readonly news: News; readonly models: KnownModels }> {
  const [row] = await run<Pick<SightRow, 'head' | 'bodies'>>(
    `MATCH (head:LinchpinHead {name: 'head'})
     RETURN properties(head) AS head, ${bodiesAfter} AS bodies`,
    { revision: BigInt(known.revision) },
  );
  const head = headOf(row);
  const models = await modelsOf(run, head, before);
  return { head, news: newsOf(known, head, { bodies: row?.bodies ?? [], models }), models };
}

/** The head, and the first revision that the log still has. */
export async function readHead(run: Run): Promise<HeadRow & { readonly oldest: number }> {
  const [row] = await run<{ head: NativeHead; oldest: bigint | null }>(
    `MATCH (head:LinchpinHead {name: 'head'})
     RETURN properties(head) AS head, head([] + COLLECT {
       MATCH (commit:LinchpinCommit) WHERE commit.revision > 0
       RETURN commit.revision ORDER BY commit.revision LIMIT 1
     }) AS oldest`,
  );
  const head = headOf(row);
  return { ...head, oldest: Number(row?.oldest ?? head.revision + 1) };
}

/** The models with their labels, unless what is known is as new as the head. */
export async function modelsOf(
  run: Run,
  { modelsVersion }: Pick<HeadRow, 'modelsVersion'>,
  known: KnownModels | undefined,
): Promise<KnownModels> {
  if (known?.version === modelsVersion) return known;
  const rows = await run<{
    model: Record<'id' | 'label' | 'document', string> & {
      addedAt: bigint;
      decommissioned?: boolean;
    };
  }>('MATCH (model:Model) RETURN properties(model) AS model ORDER BY model.number');
  const models = rows.map(
    ({ model }): LabelledModel => ({
      id: model.id,
      label: model.label,
      document: JSON.parse(model.document),
      addedAt: Number(model.addedAt),
      ...(model.decommissioned === true && { decommissioned: true }),
    }),
  );
  return { version: modelsVersion, vocabulary: new Vocabulary(models) };
}

function newsOf(
  known: Known,
  { revision, modelsVersion }: HeadRow,
  { bodies, models }: { readonly bodies: readonly Body[]; readonly models: KnownModels },
): News {
  const commits = following(known.revision, bodies, revision);
  if (modelsVersion === known.modelsVersion) return { commits, revision, modelsVersion };
  return { commits, revision, modelsVersion, models: models.vocabulary.stored };
}

function headOf(row: { readonly head: NativeHead } | undefined): HeadRow {
  if (row === undefined) throw replaced('the graph that Linchpin had opened is gone');
  const { id, ...counts } = row.head;
  return {
    id,
    revision: Number(counts.revision),
    modelsVersion: Number(counts.modelsVersion),
    twins: Number(counts.twins),
    relationships: Number(counts.relationships),
    models: Number(counts.models),
    operations: Number(counts.operations),
    messages: Number(counts.messages),
    rejections: Number(counts.rejections),
  };
}

/** Refuses a head that is not the one that was opened, or that went back: a restored backup. */
export function requireSame(head: HeadRow, id: string, known: Known): void {
  if (head.id !== id) throw replaced('another graph is in its place now');
  if (head.revision >= known.revision) return;
  throw replaced(`the graph went back from revision ${known.revision} to ${head.revision}`);
}

function replaced(message: string): LinchpinError {
  const action = 'restart Linchpin, so that it reads the graph that is there now';
  return new LinchpinError({ code: 'DATA_DAMAGED', where: 'LinchpinHead', message, action });
}
