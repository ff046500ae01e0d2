/**
 * What a migration is, and what it comes to on one graph: the twins with their new content. Used by
 * `migrateTwins`, for the real run and for a dry one.
 */
import type { ReplacedTwin } from '../model/change.ts';
import { compareText } from '../model/compare-text.ts';
import { LinchpinError, type Problem } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import { isWithin, pathSegments } from '../model/path.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import { decommissioned } from '../ontology/model-versions.ts';
import type { Predicate } from '../query/query.ts';
import { unknownModel } from '../store/checked/asked-models.ts';
import { targetsOf, twinsOf } from '../store/checked/known-names.ts';
import { malformedPath } from './bulk-changes.ts';
import { requireFew, twinsThatFit } from './bulk-selection.ts';
import { migratedTwin, type NewContent } from './migrated-twin.ts';
import { type UnitChange, unitChange } from './unit-change.ts';

/** Twins of one model that get another. */
export interface Migration extends NewContent {
  /** DTMI of the model that they have. */
  readonly from: string;
  /** DTMI of the model that they get. */
  readonly to: string;
  /** Whether twins of subtypes of `from` stay as they are. */
  readonly exact: boolean;
  /** What else they have to fulfil. */
  readonly where?: Predicate;
}

/** What migrations come to. */
export interface Migrated {
  /** How many twins they are about. */
  readonly matched: number;
  /** Those that get another content, by id. */
  readonly twins: readonly ReplacedTwin[];
  /** Why others cannot have theirs. */
  readonly problems: readonly Problem[];
}

/**
 * The twins with their new content, not yet judged by their models. `NOT_FOUND` for an unknown
 * model, `VALIDATION_FAILED` for one that no new twin may have, `LIMIT_EXCEEDED` for too many twins.
 */
export function migrated(
  graph: TwinGraph,
  catalogue: Catalogue,
  migrations: readonly Migration[],
): Migrated {
  const found = new Map<string, ReplacedTwin | readonly Problem[]>();
  migrations.forEach((migration, index) => {
    const { from, to, exact, where } = migration;
    requireModels(catalogue, migration, placeOf(index));
    requireSources(catalogue, migration, placeOf(index));
    const changes = unitChanges(catalogue, to);
    const filter = { models: [from], exact, ...(where && { where }) };
    for (const twin of twinsThatFit(graph, catalogue, filter)) {
      if (catalogue.isA(twin.model, to)) continue;
      const again = found.has(twin.id);
      const change = changes(twin.model);
      found.set(twin.id, again ? [twice(twin.id)] : migratedTwin(twin, to, migration, change));
    }
  });
  requireFew(found.size);
  const byId = [...found].sort(([a], [b]) => compareText(a, b)).map(([, each]) => each);
  return {
    matched: found.size,
    twins: byId.flatMap((each) => ('id' in each ? [each] : [])),
    problems: byId.flatMap((each) => ('id' in each ? [] : each)),
  };
}

/** The change of units from each model, made once: twins of subtypes have models of their own. */
function unitChanges(catalogue: Catalogue, to: string): (from: string) => UnitChange {
  const made = new Map<string, UnitChange>();
  return (from) => {
    const change = made.get(from) ?? unitChange(catalogue, from, to);
    made.set(from, change);
    return change;
  };
}

/** Refuses a migration that says nothing, or different things of one path. */
export function requireMeaning(migrations: readonly Migration[]): void {
  migrations.forEach(({ from, to, rename, remove, set, relabel }, index) => {
    const place = placeOf(index);
    if (from === to) throw wrong(`${place}.to`, `the twins have the model ${to} already`);
    const [sources, targets] = [rename.map((each) => each.from), rename.map((each) => each.to)];
    for (const path of [...sources, ...targets, ...remove, ...relabel, ...Object.keys(set)]) {
      if (pathSegments(path).length === 0) throw malformedPath(place, path);
    }
    for (const [path, value] of Object.entries(set)) {
      if (value === null) throw wrong(`${place}.set`, `${path} is null, which is no value`);
    }
    requireApart([...sources, ...remove], place);
    requireApart(targets, place);
  });
}

/** Refuses paths of which one leads to another: what happens would depend on their order. */
function requireApart(paths: readonly string[], place: string): void {
  const [first, second] = paths.flatMap((path, index) => {
    const other = paths.find((each, at) => at !== index && isWithin(path, each));
    return other === undefined ? [] : [path, other];
  });
  if (first === undefined) return;
  throw wrong(place, `${first} and ${second} are renamed or removed twice`);
}

function requireModels(catalogue: Catalogue, { from, to }: Migration, place: string): void {
  for (const [model, name] of [
    [from, 'from'],
    [to, 'to'],
  ] as const) {
    if (catalogue.interface(model) !== undefined) continue;
    throw unknownModel(model, catalogue, `${place}.${name}`);
  }
  if (catalogue.decommissioned?.has(to) !== true) return;
  throw new LinchpinError(decommissioned(to, `${place}.to`, catalogue));
}

/** Refuses paths that the models do not have: what is meant to move or to go would stay. */
function requireSources(catalogue: Catalogue, migration: Migration, place: string): void {
  const { from, to, exact, rename, remove, relabel } = migration;
  const models = exact ? [from] : [...catalogue.subtypes(from)];
  const old = twinsOf(catalogue, models, [from]);
  for (const each of rename) targetsOf(each.from, old, `${place}.rename`);
  for (const path of remove) targetsOf(path, old, `${place}.remove`);
  for (const path of relabel) targetsOf(path, twinsOf(catalogue, [to], [to]), `${place}.relabel`);
}

/** The first migration is the input itself, the others are listed in it. */
function placeOf(index: number): string {
  return index === 0 ? 'input' : `input.also[${index - 1}]`;
}

function twice(id: string): Problem {
  return {
    code: 'CONFLICT',
    where: id,
    message: 'two of the migrations are about this twin',
    expected: 'one that fits it',
    action: 'narrow one of them with where or exact',
  };
}

function wrong(where: string, message: string): LinchpinError {
  return new LinchpinError({ code: 'BAD_USER_INPUT', where, message });
}
