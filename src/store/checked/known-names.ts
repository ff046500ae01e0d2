/**
 * The names that the models of a catalogue know, gathered once for each, and the refusal of paths
 * and relationship names of a query that none of them has: an empty answer would read as "none".
 */
import { LinchpinError } from '../../model/errors.ts';
import { pathSegments } from '../../model/path.ts';
import type { Catalogue, Content, RelationshipContent } from '../../ontology/catalogue.ts';
import {
  contentTarget,
  type PathTarget,
  type Route,
  valueNames,
} from '../../ontology/path-target.ts';
import { listed } from '../../ontology/value-check.ts';
import { meantName } from './meant-name.ts';

/** Whose names a path may begin with. */
export interface NameScope {
  readonly catalogue: Catalogue;
  /** Who has none of the name, as the beginning of a sentence: `no model has`. */
  readonly nobody: string;
  /** What is declared under a name, by any of those who count. */
  contents(name: string): Iterable<Content>;
  /** Every name that holds a value. */
  names(): Iterable<string>;
  /** The kinds of records that count, each with what its members declare. */
  readonly kinds: readonly Kind[];
}

/** Records that tell by one of their fields what they may hold. */
export interface Kind {
  /** `$model` of twins, `$name` of relationships. */
  readonly path: '$model' | '$name';
  /** What is declared for each value of that field; some values of `$name` come several times. */
  members(): Iterable<readonly [string, ReadonlyMap<string, Content>]>;
}

interface Names {
  /** Distinct contents by name, over all interfaces. */
  readonly contents: ReadonlyMap<string, ReadonlySet<Content>>;
  readonly relationships: ReadonlyMap<string, readonly RelationshipContent[]>;
}

const gathered = new WeakMap<Catalogue, Names>();

function namesOf(catalogue: Catalogue): Names {
  const known = gathered.get(catalogue);
  if (known !== undefined) return known;
  const names = gather(catalogue);
  gathered.set(catalogue, names);
  return names;
}

function gather(catalogue: Catalogue): Names {
  const contents = new Map<string, Set<Content>>();
  for (const model of catalogue.interfaces.values()) {
    for (const [name, content] of model.contents) {
      const under = contents.get(name);
      if (under === undefined) contents.set(name, new Set([content]));
      else under.add(content);
    }
  }
  const relationships = new Map<string, RelationshipContent[]>();
  for (const [name, under] of contents) {
    const declared = [...under].filter((content) => content.kind === 'relationship');
    if (declared.length > 0) relationships.set(name, declared);
  }
  return { contents, relationships };
}

/** The properties of the twins of all models. */
export function anyTwin(catalogue: Catalogue): NameScope {
  const { contents } = namesOf(catalogue);
  return {
    catalogue,
    nobody: 'no model has',
    contents: (name) => contents.get(name) ?? [],
    names: () => namesAmong(catalogue, catalogue.interfaces.keys()),
    kinds: [twinKind(catalogue, [...catalogue.interfaces.keys()])],
  };
}

function twinKind(catalogue: Catalogue, models: readonly string[]): Kind {
  return {
    path: '$model',
    members: () =>
      models.map((model) => [model, catalogue.interface(model)?.contents ?? new Map()] as const),
  };
}

/** The properties of the twins of these models alone; `asked` are those that the query names. */
export function twinsOf(
  catalogue: Catalogue,
  models: readonly string[],
  asked: readonly string[],
): NameScope {
  const subtypes = models.length > asked.length ? ', with all its subtypes,' : '';
  return {
    catalogue,
    nobody: asked.length === 1 ? `no twin of ${asked[0]}${subtypes} has` : 'no such model has',
    *contents(name) {
      const found = models.map((model) => catalogue.interface(model)?.contents.get(name));
      for (const content of new Set(found)) if (content !== undefined) yield content;
    },
    names: () => namesAmong(catalogue, models),
    kinds: [twinKind(catalogue, models)],
  };
}

function namesAmong(catalogue: Catalogue, models: Iterable<string>): Set<string> {
  const names = new Set<string>();
  for (const model of models) {
    const contents = catalogue.interface(model)?.contents;
    if (contents !== undefined) for (const name of valueNames(contents)) names.add(name);
  }
  return names;
}

/** The properties of relationships, of these names where given. */
export function relationshipsOf(catalogue: Catalogue, names?: readonly string[]): NameScope {
  const { relationships } = namesOf(catalogue);
  const declared = [...(names ?? relationships.keys())].flatMap(
    (name) => relationships.get(name) ?? [],
  );
  const members = () => declared.map(({ name, properties }) => [name, properties] as const);
  return {
    catalogue,
    nobody: names === undefined ? 'no relationship has' : `no relationship ${listed(names)} has`,
    *contents(name) {
      for (const { properties } of declared) {
        const content = properties.get(name);
        if (content !== undefined) yield content;
      }
    },
    names: () => new Set(declared.flatMap(({ properties }) => [...properties.keys()])),
    kinds: [{ path: '$name', members }],
  };
}

/** The properties of all twins and all relationships, as the feed shows both. */
export function anything(catalogue: Catalogue): NameScope {
  const [twins, relationships] = [anyTwin(catalogue), relationshipsOf(catalogue)];
  return {
    catalogue,
    nobody: 'no model or relationship has',
    contents: (name) => [...twins.contents(name), ...relationships.contents(name)],
    names: () => [...twins.names(), ...relationships.names()],
    kinds: [...twins.kinds, ...relationships.kinds],
  };
}

/**
 * What a path leads to, where it leads anywhere; `BAD_USER_INPUT` at `where` when it cannot, with
 * its paths written by the separator of the reader's own language.
 */
export function targetsOf(
  path: string,
  scope: NameScope,
  where: string,
  separator: '/' | '.' = '/',
): readonly PathTarget[] {
  const { targets, nearest } = searched(path, scope);
  if (targets.length > 0) return targets;
  throw unknownPath(path, scope, { where, separator, nearest });
}

/** Whether a path leads anywhere. */
export function isKnown(path: string, scope: NameScope): boolean {
  return searched(path, scope).targets.length > 0;
}

type Unknown = PathTarget & { kind: 'unknown' };

/** The ends of a path, and the place where it went furthest wrong. */
function searched(
  path: string,
  scope: NameScope,
): { readonly targets: readonly PathTarget[]; readonly nearest: Unknown | undefined } {
  const segments = pathSegments(path);
  const route: Route = { segments, catalogue: scope.catalogue };
  const targets: PathTarget[] = [];
  let nearest: Unknown | undefined;
  for (const content of scope.contents(segments[0] ?? '')) {
    const target = contentTarget(content, route);
    if (target === undefined) continue;
    if (target.kind !== 'unknown') targets.push(target);
    else if (target.depth > (nearest?.depth ?? 0)) nearest = target;
  }
  return { targets, nearest };
}

interface Refused {
  readonly where: string;
  readonly separator: string;
  /** The place where the path went furthest wrong. */
  readonly nearest: Unknown | undefined;
}

function unknownPath(
  path: string,
  scope: NameScope,
  { where, separator, nearest }: Refused,
): LinchpinError {
  const segments = pathSegments(path);
  const depth = nearest?.depth ?? 0;
  const names = [...(nearest?.names ?? scope.names())];
  const near = meantName(segments[depth] ?? '', names);
  const before = segments.slice(0, depth);
  const meant = near && [...before, near, ...segments.slice(depth + 1)].join(separator);
  const place = depth === 0 ? '' : ` below ${before.join(separator)}`;
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where,
    message: `${scope.nobody} a property ${path.slice(0, 256).replaceAll('/', separator)}`,
    expected: names.length === 0 ? `nothing${place}` : `one of ${listed(names)}${place}`,
    action: meant === undefined ? 'correct the path' : `did you mean ${meant}?`,
  });
}

/** Refuses names that no model declares a relationship under. */
export function checkRelationshipNames(
  catalogue: Catalogue,
  names: readonly string[] | undefined,
  where: string,
): void {
  const { relationships } = namesOf(catalogue);
  if (catalogue.interfaces.size === 0) return;
  for (const name of names ?? []) {
    if (relationships.has(name)) continue;
    const known = [...relationships.keys()];
    const meant = meantName(String(name), known);
    throw new LinchpinError({
      code: 'BAD_USER_INPUT',
      where,
      message: `no model declares a relationship ${String(name).slice(0, 256)}`,
      expected: known.length === 0 ? 'no name at all' : `one of ${listed(known)}`,
      action: meant === undefined ? 'correct the name' : `did you mean ${meant}?`,
    });
  }
}
