/**
 * What every reader makes of a file: models, changes with their place, and the problems of the items
 * it could not take. `load` applies it; the simulate and evaluate commands build graphs from it.
 */
import type { Change } from '../model/change.ts';
import type { Problem } from '../model/errors.ts';
import type { JsonObject } from '../model/json.ts';
import type { ModelSource } from '../ontology/model-place.ts';

/** A file as bytes, under the name that problems show. */
export interface SourceFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A change and the place it was read from: `grid.m:31`, `graph.json#/digitalTwins/3`. */
export interface PlacedChange {
  readonly change: Change;
  readonly where: string;
  /** The network file it was read from; its twins go by ids that other such files give too. */
  readonly network?: string;
}

/** What a reader makes of a file. */
export interface Document {
  readonly models: readonly JsonObject[];
  /** Where models were read from, those that were read from text. */
  readonly modelSources?: ModelSources;
  readonly changes: readonly PlacedChange[];
  readonly problems: readonly Problem[];
}

/** Where models were read from. */
export type ModelSources = ReadonlyMap<JsonObject, ModelSource>;

/** Takes what a reader finds, in order. */
export interface ItemSink {
  model(model: JsonObject, source: ModelSource): void;
  /** Whether it was taken. */
  twin(where: string, id: string, model: string, properties: JsonObject): boolean;
  relate(where: string, ends: Ends, properties?: JsonObject): void;
  problem(problem: Problem): void;
}

/** What a reader finds, whatever the ids: whoever takes it has to look for duplicates. */
export class Findings implements Document, ItemSink {
  readonly models: JsonObject[] = [];
  readonly modelSources = new Map<JsonObject, ModelSource>();
  readonly changes: PlacedChange[] = [];
  readonly problems: Problem[] = [];

  model(model: JsonObject, source: ModelSource): void {
    this.models.push(model);
    this.modelSources.set(model, source);
  }

  twin(where: string, id: string, model: string, properties: JsonObject): boolean {
    this.changes.push({ where, change: { addTwin: { id, model, properties } } });
    return true;
  }

  relate(where: string, ends: Ends, properties?: JsonObject): void {
    const relationship = properties === undefined ? ends : { ...ends, properties };
    this.changes.push({ where, change: { addRelationship: relationship } });
  }

  problem(problem: Problem): void {
    this.problems.push(problem);
  }
}

/** A document in the making. A reader that finds a file cut short answers `refused` instead. */
export class Draft extends Findings {
  /** Where each twin was read from. */
  readonly #twins = new Map<string, string>();

  /** Adds a twin; lists it instead, and answers false, when the document has one of that id. */
  override twin(where: string, id: string, model: string, properties: JsonObject): boolean {
    const first = this.#twins.get(id);
    if (first !== undefined) {
      this.problem(duplicate(where, id, first));
      return false;
    }
    this.#twins.set(id, where);
    return super.twin(where, id, model, properties);
  }
}

/** The problem of a second twin with an id; `first` is the place of the one that was kept. */
export function duplicate(where: string, id: string, first: string): Problem {
  return {
    code: 'CONFLICT',
    where,
    message: `twin "${id}" was read before, from ${first}`,
    expected: 'an id of its own for each twin',
    action: 'rename one of the two, or read one of the files under a prefix',
  };
}

/** The ends of a new relationship; `id` defaults to `name:target`. */
export interface Ends {
  readonly source: string;
  readonly name: string;
  readonly target: string;
  readonly id?: string;
}

/** The document of a file that is refused whole: nothing but the reasons. */
export function refused(...problems: readonly Problem[]): Document {
  return { models: [], changes: [], problems };
}

/** The document of a network file, each change bearing the name of its network. */
export function ofNetwork(network: string, document: Document): Document {
  const changes = document.changes.map((placed) => ({ ...placed, network }));
  return { ...document, changes };
}

/** Several documents as one, in order. */
export function joined(documents: readonly Document[]): Document {
  return {
    models: documents.flatMap((document) => document.models),
    modelSources: new Map(documents.flatMap(({ modelSources = [] }) => [...modelSources])),
    changes: documents.flatMap((document) => document.changes),
    problems: documents.flatMap((document) => document.problems),
  };
}

/** The properties that have a value; readers write the optional ones as undefined. */
export function present(properties: {
  readonly [name: string]: JsonObject[string] | undefined;
}): JsonObject {
  const kept: Record<string, JsonObject[string]> = {};
  for (const [name, value] of Object.entries(properties)) {
    if (value !== undefined && value !== null) kept[name] = value;
  }
  return kept;
}
