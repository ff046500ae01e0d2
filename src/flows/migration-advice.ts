/**
 * What to do about a twin that does not fit its new model: the checks advise who sends values, and
 * a migration has other means. Used by `migrateTwins` for all its refusals.
 */
import type { Problem } from '../model/errors.ts';
import type { GraphReader } from '../model/graph.ts';
import { isWithin, valueAt } from '../model/path.ts';
import type { Relationship } from '../model/relationship.ts';
import type { Twin } from '../model/twin.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import { nearName } from '../ontology/near-name.ts';
import { pathTarget } from '../ontology/path-target.ts';

/** Where the twins of a migration have their new models. */
export interface Migrating {
  readonly after: GraphReader;
  readonly catalogue: Catalogue;
}

/** The problem of a migrated twin, or of a relationship of it, with what a migration can do about it. */
export function advised(problem: Problem, twin: Twin, { after, catalogue }: Migrating): Problem {
  const path = problem.where.slice(twin.id.length + 1);
  const isOwn = problem.where.startsWith(`${twin.id}/`);
  if (isOwn && valueAt(twin.properties, path) !== undefined) {
    return { ...problem, action: adviceForProperty(path, twin, catalogue) };
  }
  const around = [
    ...after.relationshipsOf(twin.id, 'out'),
    ...after.relationshipsOf(twin.id, 'in'),
  ];
  const found = around.find(({ source, id }) => isWithin(problem.where, `${source}/${id}`));
  return found === undefined ? problem : { ...problem, action: adviceForRelationship(found, twin) };
}

function adviceForProperty(path: string, { model }: Twin, catalogue: Catalogue): string {
  const contents = catalogue.interface(model)?.contents ?? new Map();
  const segments = path.split('/');
  const target = pathTarget(contents, { segments, catalogue });
  if (target.kind !== 'unknown') return `name ${path} under remove, and a fitting value under set`;
  const near = nearName(segments[target.depth] ?? '', target.names);
  if (near === undefined) return `name ${path} under rename or remove`;
  const meant = [...segments.slice(0, target.depth), near].join('/');
  return `name ${path} under rename, perhaps to ${meant}, or under remove`;
}

function adviceForRelationship({ id, name, source, target }: Relationship, twin: Twin): string {
  const other = twin.id === source ? target : source;
  const which = `the relationship ${name} with the id ${id}, from ${source} to ${target},`;
  const also = other === twin.id ? '' : `, or migrate ${other} in the same commit (also)`;
  return `remove or move ${which} first${also}`;
}
