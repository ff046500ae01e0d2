/**
 * Past values of a twin's property in the unit that is asked for: each is converted from the unit
 * it was in at its time, which the model that the twin had then says, or the twin itself where its
 * model lets it (`Override`). Used by `Twin.history`.
 */
import { modelPath } from '../history/entry.ts';
import type { History } from '../history/history.ts';
import type { Point } from '../history/points.ts';
import type { Sample } from '../history/samples.ts';
import { LinchpinError } from '../model/errors.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { valueAt, withValueAt } from '../model/path.ts';
import type { Twin } from '../model/twin.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import { inUnit } from '../ontology/in-unit.ts';
import { anyTwin, targetsOf } from '../store/checked/known-names.ts';
import { type MeasuredPath, measuredAt } from './property-of.ts';

/** Whose past values are asked for, and which. Times are epoch milliseconds, UTC. */
export interface PastValues {
  /** The twin as the graph that is asked shows it. */
  readonly twin: Twin;
  /** What the twin's model says. */
  readonly content: MeasuredPath;
  readonly catalogue: Catalogue;
  /** The unit that is asked for. */
  readonly unit: string;
  /** The last commit that counts. */
  readonly until: number;
  readonly from?: number;
  readonly to?: number;
}

/** The unit that a twin says of its values from a time on; the model's where it says none. */
interface OwnUnit {
  readonly time: number;
  readonly unit: Json;
  /** The commit that brought it. */
  readonly revision: number;
}

/** From which commit on the model said what of the values. */
interface Era {
  readonly revision: number;
  readonly content: MeasuredPath;
  /** What the twin itself says; nothing where the model does not let it. */
  readonly units: readonly OwnUnit[];
}

/** What a past value is in the unit asked for. `BAD_USER_INPUT` as `inUnit`. */
export async function pastReader(
  history: History,
  asked: PastValues,
): Promise<(sample: Sample) => Json> {
  const { content, unit, twin } = asked;
  inUnit(null, { content, unit, properties: twin.properties });
  const known = await eras(history, asked);
  return ({ value, time, revision }) => {
    const era = known.findLast((each) => each.revision <= revision) ?? (known[0] as Era);
    const own = ownUnit(era, time);
    const { unitFrom } = era.content;
    const hasOwn = own !== null && unitFrom !== undefined;
    const properties: JsonObject = hasOwn ? withValueAt({}, unitFrom, own) : {};
    return inUnit(value, { content: era.content, unit, properties });
  };
}

/** What the twin said of values of a time; a change of its model renews that for all times. */
function ownUnit({ revision, units }: Era, time: number): Json {
  const renewed = units.find((each) => each.revision === revision);
  const later = renewed === undefined ? units : units.filter((each) => each.revision > revision);
  return (later.findLast((each) => each.time <= time) ?? renewed)?.unit ?? null;
}

/** The eras in the order of their commits, at least one. */
async function eras(history: History, asked: PastValues): Promise<readonly Era[]> {
  const { content: present, catalogue } = asked;
  const unitsBy = new Map<string, readonly OwnUnit[]>();
  const known: Era[] = [];
  for (const { model, revision } of await models(history, asked)) {
    const isThere = catalogue.interface(model) !== undefined;
    const said = isThere ? measuredAt(present.name, { model, catalogue }) : undefined;
    const content = said?.unit === undefined ? present : said;
    const { unitFrom } = content;
    const units =
      unitFrom === undefined
        ? []
        : (unitsBy.get(unitFrom) ?? (await ownUnits(history, asked, unitFrom)));
    if (unitFrom !== undefined) unitsBy.set(unitFrom, units);
    known.push({ revision, content, units });
  }
  return known;
}

interface ModelSince {
  readonly model: string;
  readonly revision: number;
}

/** The models that the twin had, as far as they matter and are known. */
async function models(
  history: History,
  { twin, content, catalogue, until }: PastValues,
): Promise<readonly ModelSince[]> {
  const always = Number.NEGATIVE_INFINITY;
  const present = { model: twin.model, revision: always };
  if (isOneUnit(content.name, catalogue)) return [present];
  const said = await history.series({ twin: twin.id, path: modelPath, until });
  const since = said
    .map(({ last, revision }) => ({ model: String(last), revision }))
    .sort((a, b) => a.revision - b.revision);
  const [first] = since;
  if (first === undefined) return [present];
  const before = await twinAt(history, first.revision - 1, twin.id);
  if (before === undefined || before === 'forgotten') return since;
  return [{ model: before.model, revision: always }, ...since];
}

/** Whether all models that have the property say the same unit of it, and leave it to no twin. */
function isOneUnit(path: string, catalogue: Catalogue): boolean {
  if (catalogue.interfaces.size === 0) return true;
  const targets = targetsOf(path, anyTwin(catalogue), 'property');
  const units = new Set<string | undefined>();
  for (const target of targets) {
    if (target.kind !== 'value') continue;
    if (target.unitFrom !== undefined) return false;
    if (target.unit !== undefined) units.add(target.unit);
  }
  return units.size <= 1;
}

/** The twin's own units in order; the first is that of all values before it was ever changed. */
async function ownUnits(
  history: History,
  { twin, content, until, from, to }: PastValues,
  path: string,
): Promise<readonly OwnUnit[]> {
  const said = await history.series({ twin: twin.id, path, until });
  const changes = said.map(({ time, last, revision }) => ({ time, unit: last, revision }));
  const [first] = said;
  const always = Number.NEGATIVE_INFINITY;
  if (first === undefined) {
    const unit = valueAt(twin.properties, path) ?? null;
    return [{ time: always, unit, revision: always }];
  }
  const [older] = await history.series({
    twin: twin.id,
    path: content.name,
    until,
    to: Math.min(first.time, to ?? first.time),
    every: wholePast,
    ...(from !== undefined && { from }),
  });
  if (older === undefined) return changes;
  const isKnown = older.revision < first.revision;
  const before = (await unitBefore(history, first, { twin: twin.id, path, isKnown })) ?? null;
  return [{ time: always, unit: before, revision: always }, ...changes];
}

/** A bucket that holds all times there are. */
const wholePast = 1e15;

interface Before {
  readonly twin: string;
  readonly path: string;
  /** Whether something of the twin is known from before, so that it was there. */
  readonly isKnown: boolean;
}

/**
 * What a twin said before it first said otherwise; what it was added with holds for ever before.
 * The first change that is kept may have others before it, which the graph of then still shows.
 */
async function unitBefore(
  history: History,
  { revision, last }: Point,
  { twin, path, isKnown }: Before,
): Promise<Json | undefined> {
  const found = await twinAt(history, revision - 1, twin);
  if (found === 'forgotten') return isKnown ? undefined : last;
  return found === undefined ? last : valueAt(found.properties, path);
}

/** The twin after a commit, if there was one and it is still known. */
async function twinAt(
  history: History,
  revision: number,
  id: string,
): Promise<Twin | undefined | 'forgotten'> {
  try {
    return (await history.graphAt(revision)).twin(id);
  } catch (error) {
    if (error instanceof LinchpinError && error.code === 'NOT_FOUND') return 'forgotten';
    throw error;
  }
}
