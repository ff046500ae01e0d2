/**
 * The three-way merge of one record: what a scenario changed against its base goes into what is
 * there at present, unless the present changed the same property to another value. Used by
 * `merge.ts` for twins and relationships alike.
 */
import { isJsonObject, type Json, sameJson } from '../model/json.ts';
import { deltasBetween } from '../model/value-deltas.ts';
import { type Content, type ContentChange, changesOf, held, nothing, withHeld } from './content.ts';

/** Whose value is taken where both sides changed one. */
export type Side = 'scenario' | 'present';

/** What two sides made of one property; null where it has no value or its record is gone. */
export interface PropertyConflict {
  /** Property path, or a field such as `$model`. */
  readonly property: string;
  readonly base: Json;
  readonly scenario: Json;
  readonly present: Json;
}

/** A record on all three sides; undefined where it is not there. */
export interface ThreeWay {
  readonly base: Content | undefined;
  readonly scenario: Content | undefined;
  readonly present: Content | undefined;
}

/** What a record holds after the merge, undefined for none, and what both sides changed. */
export interface MergedContent {
  readonly content: Content | undefined;
  readonly conflicts: readonly PropertyConflict[];
}

/** The merge; where there are conflicts, `content` is what `prefer` makes of them. */
export function mergedContent(sides: ThreeWay, prefer: Side): MergedContent {
  const { base, scenario, present } = sides;
  if (scenario === undefined) return removed(base, present, prefer);
  if (present !== undefined) return changed({ base: base ?? nothing, scenario, present }, prefer);
  if (base === undefined) return { content: scenario, conflicts: [] };
  const conflicts = changesOf(base, scenario).map(({ property, from, to }) => ({
    ...{ property, base: from ?? null },
    ...{ scenario: to ?? null, present: null },
  }));
  const isGone = conflicts.length === 0 || prefer === 'present';
  return { content: isGone ? undefined : scenario, conflicts };
}

function removed(
  base: Content | undefined,
  present: Content | undefined,
  prefer: Side,
): MergedContent {
  if (base === undefined || present === undefined) return { content: present, conflicts: [] };
  const conflicts = changesOf(base, present).map(({ property, from, to }) => ({
    ...{ property, base: from ?? null },
    ...{ scenario: null, present: to ?? null },
  }));
  const isKept = conflicts.length > 0 && prefer === 'present';
  return { content: isKept ? present : undefined, conflicts };
}

function changed(sides: Required<{ [K in keyof ThreeWay]: Content }>, prefer: Side): MergedContent {
  const { base, scenario, present } = sides;
  const conflicts: PropertyConflict[] = [];
  let content = present;
  for (const { property, from, to, isInside } of finest(changesOf(base, scenario), present)) {
    const now = held(present, property);
    if (sameJson(now, to)) continue;
    const isFree = sameJson(now, from) && (isInside === true || hasSameParent(sides, property));
    if (!isFree) {
      conflicts.push({
        ...{ property, base: from ?? null },
        ...{ scenario: to ?? null, present: now ?? null },
      });
    }
    if (isFree || prefer === 'scenario') content = withHeld(content, property, to);
  }
  return { content, conflicts };
}

interface FineChange extends ContentChange {
  /** Whether it is a part of an object that both sides made. */
  readonly isInside?: true;
}

/** An object that both sides made is no one value: its parts are merged. */
function* finest(changes: Iterable<FineChange>, present: Content): Iterable<FineChange> {
  for (const change of changes) {
    const { property, from, to } = change;
    const isMade = isJsonObject(to) && !isJsonObject(from);
    const parts =
      isMade && isJsonObject(held(present, property)) ? deltasBetween({}, to) : undefined;
    if (parts === undefined || parts.some(({ path }) => path === '')) yield change;
    else
      yield* finest(
        parts.map((part) => inside(property, part)),
        present,
      );
  }
}

function inside(property: string, { path, to }: { path: string; to?: Json }): FineChange {
  return { property: `${property}/${path}`, from: undefined, to, isInside: true };
}

/** Whether what a path leads through is still an object in the present, as the base had it. */
function hasSameParent({ base, present }: { base: Content; present: Content }, path: string) {
  const end = path.lastIndexOf('/');
  if (end < 0) return true;
  const parent = path.slice(0, end);
  return isJsonObject(held(base, parent)) === isJsonObject(held(present, parent));
}
