/**
 * What an import reads, in as little memory as the format allows: a survey first, which finds the
 * models and refuses files that are broken as a whole, then the twins, then the relationships.
 */
import type { Problem } from '../model/errors.ts';
import type { JsonObject } from '../model/json.ts';
import type { Document, ModelSources, PlacedChange } from './document.ts';

/** What a pass over a source takes; models come with the survey. */
export type RecordKind = 'twin' | 'relationship';

/** Something that holds models, twins and relationships. */
export interface RecordSource {
  /** Bytes on disk; 0 for what is in memory already. */
  readonly size: number;
  /** The first pass; `onRead` is told of the bytes taken from the disk. */
  survey(onRead: (bytes: number) => void): Promise<Survey>;
  /** Another pass, in pieces that are read as they are asked for; a refused source has none. */
  read(kind: RecordKind): AsyncIterable<Records>;
}

/** What a source holds. */
export interface Survey {
  readonly models: readonly JsonObject[];
  readonly modelSources?: ModelSources;
  readonly problems: readonly Problem[];
  /** How many there seem to be; broken items count too. */
  readonly twins: number;
  readonly relationships: number;
}

/** Some records of one kind, and the items that are none. */
export interface Records {
  readonly changes: readonly PlacedChange[];
  readonly problems: readonly Problem[];
}

/** A document that is in memory. */
export function documentSource(document: Document): RecordSource {
  const { changes, ...rest } = document;
  const twins = changes.filter(({ change }) => 'addTwin' in change);
  const relationships = changes.filter(({ change }) => !('addTwin' in change));
  const size = { twins: twins.length, relationships: relationships.length };
  return {
    size: 0,
    survey: async () => ({ ...rest, ...size }),
    async *read(kind) {
      yield { changes: kind === 'twin' ? twins : relationships, problems: [] };
    },
  };
}
