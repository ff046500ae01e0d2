/** Twins and relationships as rows of a Cypher statement, and back. */
import { LinchpinError } from '../../model/errors.ts';
import type { Relationship } from '../../model/relationship.ts';
import type { Stamp, Twin } from '../../model/twin.ts';
import { type NativeProperties, nativeOf, propertiesOf } from './properties.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The node of a twin. */
export interface TwinRow {
  readonly id: string;
  readonly labels: readonly string[];
  readonly properties: NativeProperties;
}

/** The relationship of a DTDL relationship. */
export interface RelationshipRow {
  readonly source: string;
  readonly id: string;
  /** The Neo4j type: the name, unless Neo4j cannot have it. */
  readonly type: string;
  readonly target: string;
  readonly properties: NativeProperties;
}

/** The row of a twin. */
export function twinRow(twin: Twin, vocabulary: Vocabulary): TwinRow {
  const { id, model } = twin;
  const properties = {
    ...nativeOf(twin.properties, vocabulary.twinHint(model)),
    id,
    model,
    _revision: whole(twin.revision),
    _updatedAt: whole(twin.updatedAt),
    ...(Object.keys(twin.stamps).length > 0 && { _stamps: stampsText(twin.stamps) }),
  };
  return { id, labels: vocabulary.labelsOf(model), properties };
}

/** The row of a relationship. */
export function relationshipRow(relationship: Relationship, words: Vocabulary): RelationshipRow {
  const { source, id, name, target } = relationship;
  const type = typeOf(name);
  const properties = {
    ...nativeOf(relationship.properties, words.relationshipHint(name)),
    id,
    _revision: whole(relationship.revision),
    ...(type !== name && { _name: JSON.stringify(name) }),
  };
  return { source, id, type, target, properties };
}

/** The twin of a node's properties; `DATA_DAMAGED` when they are not what was written. */
export function twinOf(native: NativeProperties): Twin {
  const { id, model, _stamps, _revision, _updatedAt } = native;
  const where = `twin ${String(id)}`;
  return undamaged(where, () => ({
    id: text(id),
    model: text(model),
    properties: propertiesOf(native),
    stamps: _stamps === undefined ? {} : stampsOf(text(_stamps)),
    revision: Number(_revision),
    updatedAt: Number(_updatedAt),
  }));
}

/** The relationship of its ends, type and properties; `DATA_DAMAGED` when they do not fit. */
export function relationshipOf(row: Omit<RelationshipRow, 'id'>): Relationship {
  const { source, type, target, properties: native } = row;
  const where = `relationship ${String(native.id)} of ${source}`;
  return undamaged(where, () => ({
    source,
    id: text(native.id),
    name: native._name === undefined ? type : (JSON.parse(text(native._name)) as string),
    target,
    properties: propertiesOf(native),
    revision: Number(native._revision),
  }));
}

/** The Neo4j type for a name; no model has names that Neo4j cannot have, but stores take them. */
export function typeOf(name: string): string {
  return name.includes('\u0000') || !name.isWellFormed() ? 'LinchpinOther' : name;
}

function whole(number: number): unknown {
  return Number.isSafeInteger(number) ? BigInt(number) : number;
}

type StampList = readonly [path: string, time: number, sequence?: number | null, writer?: string];

/** Lists instead of objects: every twin has them, and their names would outweigh them. */
function stampsText(stamps: Twin['stamps']): string {
  return JSON.stringify(
    Object.entries(stamps).map(([path, { time, sequence, writer }]) => [
      path,
      time,
      ...(sequence === undefined && writer === undefined ? [] : [sequence ?? null]),
      ...(writer === undefined ? [] : [writer]),
    ]),
  );
}

function stampsOf(list: string): Record<string, Stamp> {
  const stamps = (JSON.parse(list) as StampList[]).map(
    ([path, time, sequence, writer]): [string, Stamp] => [
      path,
      {
        time,
        ...(typeof sequence === 'number' && { sequence }),
        ...(writer !== undefined && { writer }),
      },
    ],
  );
  return Object.fromEntries(stamps);
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError(`${String(value)} is no text`);
}

function undamaged<T>(where: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const message = 'the record in Neo4j is not what was written; something else changed it';
    const action = 'undo that change, or restore the database from a backup';
    throw new LinchpinError({ code: 'DATA_DAMAGED', where, message, action }, { cause });
  }
}
