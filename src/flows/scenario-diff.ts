/** What differs between a scenario and another graph, record by record. Called by the API. */
import type { RecordChanges } from '../model/changeset.ts';
import { LinchpinError } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Relationship } from '../model/relationship.ts';
import type { Twin } from '../model/twin.ts';
import {
  type Content,
  type ContentChange,
  changesOf,
  contentOfRelationship,
  contentOfTwin,
  nothing,
} from '../scenario/content.ts';
import { difference } from '../scenario/difference.ts';
import { baseGraph, openScenario, type ScenarioRooms, scenarioId } from './scenario-open.ts';

/** A record that differs; undefined on the side where it is not there. */
export interface RecordDifference<T> {
  /** The id of a twin, the `relationshipKey` of a relationship. */
  readonly key: string;
  readonly from: T | undefined;
  readonly to: T | undefined;
  /** All that it holds, for one that came or went. */
  readonly changes: readonly ContentChange[];
}

/** What leads from one graph to another, stamps and revisions left out. */
export interface GraphDifference {
  readonly from: TwinGraph;
  readonly to: TwinGraph;
  readonly twins: readonly RecordDifference<Twin>[];
  readonly relationships: readonly RecordDifference<Relationship>[];
}

/** A graph to compare with: of the past, or of a scenario by its id or name. */
export interface DifferenceFrom {
  readonly revision?: number;
  readonly scenario?: string;
}

/** What leads to a scenario's graph, by default from its base. `BAD_USER_INPUT`, `NOT_FOUND`. */
export async function scenarioDifference(
  rooms: ScenarioRooms,
  { id, graph: to }: { readonly id: string; readonly graph: TwinGraph },
  asked: DifferenceFrom = {},
): Promise<GraphDifference> {
  const from = await otherGraph(rooms, id, asked);
  const { twins, relationships } = difference(from, to);
  return {
    from,
    to,
    twins: differing(twins, contentOfTwin),
    relationships: differing(relationships, contentOfRelationship),
  };
}

async function otherGraph(
  rooms: ScenarioRooms,
  id: string,
  { revision, scenario }: DifferenceFrom,
): Promise<TwinGraph> {
  if (revision !== undefined && scenario !== undefined) throw both;
  if (revision !== undefined) return baseGraph(rooms, revision, 'diff.revision');
  if (scenario === undefined) return (await openScenario(rooms, id).branch()).setting.base;
  return openScenario(rooms, await scenarioId(rooms, scenario)).graph();
}

function differing<T>(
  { added, updated, removed }: RecordChanges<T>,
  contentOf: (record: T) => Content,
): RecordDifference<T>[] {
  const all = (record: T) => changesOf(nothing, contentOf(record));
  const gone = (record: T) =>
    all(record).map(({ property, to }) => ({ property, from: to, to: undefined }));
  const updates = Array.from(updated, ([key, { from, to }]) => ({
    ...{ key, from, to },
    changes: changesOf(contentOf(from), contentOf(to)),
  }));
  return [
    ...Array.from(removed, ([key, from]) => ({ key, from, to: undefined, changes: gone(from) })),
    ...updates.filter(({ changes }) => changes.length > 0),
    ...Array.from(added, ([key, to]) => ({ key, from: undefined, to, changes: all(to) })),
  ];
}

const both = new LinchpinError({
  code: 'BAD_USER_INPUT',
  where: 'diff',
  message: 'it takes at most one of revision and scenario',
  expected: 'one of them, or neither for the base of the scenario',
});
