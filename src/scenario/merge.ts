/**
 * The three-way merge of a scenario: what leads from its base to its graph, as changes of the
 * present graph, and where both changed the same. Called by the flow that commits them.
 */
import type { Change } from '../model/change.ts';
import type { Changeset, RecordChanges } from '../model/changeset.ts';
import { compareText } from '../model/compare-text.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Relationship, RelationshipKey } from '../model/relationship.ts';
import type { Twin } from '../model/twin.ts';
import { type Content, contentOfRelationship, contentOfTwin } from './content.ts';
import { mergedContent, type PropertyConflict, type Side } from './merged-content.ts';

/** A property that the scenario and the present changed to different values. */
export interface MergeConflict extends PropertyConflict {
  /** The twin, or the source of the relationship. */
  readonly twin: string;
  /** The id of the relationship among those of the twin. */
  readonly relationship?: string;
}

export interface Merge {
  /** In an order that can be committed: what goes, then twins, then relationships. */
  readonly changes: readonly Change[];
  /** By twin, relationship and property. */
  readonly conflicts: readonly MergeConflict[];
}

export interface MergeSides {
  readonly base: TwinGraph;
  readonly scenario: TwinGraph;
  readonly present: TwinGraph;
  /** What leads from `base` to `scenario`. */
  readonly difference: Changeset;
}

/** The merge; `changes` are what `prefer` makes of the conflicts. */
export function mergeOf(sides: MergeSides, prefer: Side = 'present'): Merge {
  return new Merging(sides, prefer).merge();
}

class Merging {
  readonly #sides: MergeSides;
  readonly #prefer: Side;
  readonly #conflicts: MergeConflict[] = [];
  readonly #removals: Change[] = [];
  readonly #twins = new Map<string, Change>();
  readonly #relationships: Change[] = [];
  /** Twins that the scenario removed and the present keeps, or that the merge removes. */
  readonly #kept = new Set<string>();
  readonly #gone = new Set<string>();

  constructor(sides: MergeSides, prefer: Side) {
    this.#sides = sides;
    this.#prefer = prefer;
  }

  merge(): Merge {
    const { twins, relationships } = this.#sides.difference;
    for (const [, from, to] of records(twins)) this.#mergeTwin(from, to);
    const removals: Change[] = [];
    for (const [, from, to] of records(relationships)) this.#mergeRelationship(from, to, removals);
    const changes = [...removals, ...this.#removals, ...this.#twins.values()];
    const conflicts = this.#conflicts.sort(byPlace);
    return { changes: [...changes, ...this.#relationships], conflicts };
  }

  #mergeTwin(base: Twin | undefined, scenario: Twin | undefined): void {
    const { id } = (base ?? scenario) as Twin;
    const present = this.#sides.present.twin(id);
    const { content, conflicts } = mergedContent(
      { base: ofTwin(base), scenario: ofTwin(scenario), present: ofTwin(present) },
      this.#prefer,
    );
    const own = conflicts.map((conflict) => ({ twin: id, ...conflict }));
    if (scenario === undefined && present !== undefined) {
      const joined = this.#joinedSince(id);
      for (const conflict of [...own, ...joined]) this.#conflicts.push(conflict);
      const isWanted = own.length + joined.length > 0 || this.#hasChangedAround(id);
      if (isWanted && this.#prefer === 'present') this.#kept.add(id);
      else this.#remove(id);
      return;
    }
    this.#conflicts.push(...own);
    if (content !== undefined) this.#put(id, content, present);
  }

  #remove(id: string): void {
    this.#gone.add(id);
    this.#removals.push({ removeTwin: { twin: id, detach: true } });
  }

  /** A whole twin at once, so that it is judged by what it comes to. */
  #put(id: string, { fields, properties }: Content, present: Twin | undefined): void {
    const model = fields.$model as string;
    if (present?.model === model && present.properties === properties) return;
    const twin = { id, model, properties };
    this.#twins.set(id, present === undefined ? { addTwin: twin } : { putTwin: twin });
  }

  /** Relationships that came to a twin which the scenario removed: they would go with it unseen. */
  #joinedSince(id: string): MergeConflict[] {
    const { base } = this.#sides;
    return this.#around(id).flatMap((each) => {
      const before = base.relationship(each);
      const property = each.source === id ? '$source' : '$target';
      if (before !== undefined && (property === '$source' || before.target === id)) return [];
      const was = before === undefined ? null : before.target;
      return [{ ...placeOf(each), property, base: was, scenario: null, present: id }];
    });
  }

  /** Whether the present changed a relationship that the scenario removed with the twin. */
  #hasChangedAround(id: string): boolean {
    return this.#around(id).some((each) => {
      const base = ofEdge(this.#sides.base.relationship(each));
      const sides = { base, scenario: undefined, present: ofEdge(each) };
      return mergedContent(sides, 'present').conflicts.length > 0;
    });
  }

  #around(id: string): Relationship[] {
    const { present } = this.#sides;
    const into = [...present.relationshipsOf(id, 'in')].filter(({ source }) => source !== id);
    return [...present.relationshipsOf(id, 'out'), ...into];
  }

  #mergeRelationship(
    base: Relationship | undefined,
    scenario: Relationship | undefined,
    removals: Change[],
  ): void {
    const key = (base ?? scenario) as Relationship;
    const present = this.#sides.present.relationship(key);
    const { content, conflicts } = mergedContent(
      { base: ofEdge(base), scenario: ofEdge(scenario), present: ofEdge(present) },
      this.#prefer,
    );
    for (const conflict of conflicts) this.#conflicts.push({ ...placeOf(key), ...conflict });
    if (content !== undefined) this.#link(key, content, present);
    else if (present !== undefined && !this.#isKept(present)) {
      removals.push({ removeRelationship: { source: key.source, id: key.id } });
    }
  }

  /** Whether it went with a twin in the scenario that the present keeps. */
  #isKept({ source, target }: Relationship): boolean {
    return this.#kept.has(source) || this.#kept.has(target);
  }

  #link(key: RelationshipKey, { fields, properties }: Content, present: Relationship | undefined) {
    const { source, id } = key;
    const [name, target] = [fields.$name as string, fields.$target as string];
    const isSame = present?.name === name && present.target === target;
    if (isSame && present?.properties === properties) return;
    if (!this.#hasEnds(key, target)) return;
    const relationship = { source, id, name, target, properties };
    this.#relationships.push(
      present === undefined ? { addRelationship: relationship } : { putRelationship: relationship },
    );
  }

  /** Whether both ends will be there; one that the present removed comes back if that is preferred. */
  #hasEnds(key: RelationshipKey, target: string): boolean {
    const ends = [
      ['$source', key.source],
      ['$target', target],
    ] as const;
    let there = true;
    for (const [property, id] of ends) {
      if (this.#twins.has(id) || (this.#sides.present.indexOf(id) >= 0 && !this.#gone.has(id)))
        continue;
      this.#conflicts.push({ ...placeOf(key), property, base: null, scenario: id, present: null });
      const twin = this.#sides.scenario.twin(id);
      if (this.#prefer === 'present' || twin === undefined) there = false;
      else this.#put(id, ofTwin(twin) as Content, undefined);
    }
    return there;
  }
}

function* records<T>({
  added,
  updated,
  removed,
}: RecordChanges<T>): Iterable<readonly [string, T | undefined, T | undefined]> {
  for (const [key, from] of removed) yield [key, from, undefined];
  for (const [key, { from, to }] of updated) yield [key, from, to];
  for (const [key, to] of added) yield [key, undefined, to];
}

function ofTwin(twin: Twin | undefined): Content | undefined {
  return twin && contentOfTwin(twin);
}

function ofEdge(relationship: Relationship | undefined): Content | undefined {
  return relationship && contentOfRelationship(relationship);
}

/** By twin, the twin itself before its relationships, then by property. */
function byPlace(a: MergeConflict, b: MergeConflict): number {
  return (
    compareText(a.twin, b.twin) ||
    compareText(a.relationship ?? '', b.relationship ?? '') ||
    compareText(a.property, b.property)
  );
}

function placeOf({ source, id }: RelationshipKey) {
  return { twin: source, relationship: id };
}
