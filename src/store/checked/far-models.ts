/** The models that a route can lead to, as the models declare their relationships. */
import { LinchpinError } from '../../model/errors.ts';
import type { Catalogue, RelationshipContent } from '../../ontology/catalogue.ts';
import { listed } from '../../ontology/value-check.ts';
import type { Route } from '../../query/query.ts';

/** The models of the twins that a route from twins of these models may lead to. `BAD_USER_INPUT` when to none. */
export function farModels(
  catalogue: Catalogue,
  from: Iterable<string>,
  { along, direction = 'out', hops }: Route,
): ReadonlySet<string> {
  const near = new Set(from);
  const far = new Set(hops?.min === 0 ? near : []);
  const most = hops?.max ?? Math.max(1, hops?.min ?? 1);
  let level = near;
  for (let hop = 1; hop <= most && level.size > 0; hop++) {
    const next = new Set<string>();
    for (const model of oneHop(catalogue, level, { along, direction })) {
      if (!far.has(model)) next.add(model);
    }
    for (const model of next) far.add(model);
    level = next;
  }
  if (far.size === 0 && near.size > 0) throw leadsNowhere(along);
  return far;
}

type Steps = { readonly along: Route['along']; readonly direction: 'out' | 'in' | 'both' };

function* oneHop(
  catalogue: Catalogue,
  level: ReadonlySet<string>,
  { along, direction }: Steps,
): Iterable<string> {
  for (const [model, { contents }] of catalogue.interfaces) {
    for (const content of contents.values()) {
      if (content.kind !== 'relationship') continue;
      if (along !== undefined && !along.includes(content.name)) continue;
      const targets = targetsOf(catalogue, content);
      if (direction !== 'in' && level.has(model)) yield* targets;
      if (direction !== 'out' && [...level].some((each) => targets.has(each))) yield model;
    }
  }
}

function targetsOf(catalogue: Catalogue, { target }: RelationshipContent): ReadonlySet<string> {
  return target === undefined ? new Set(catalogue.interfaces.keys()) : catalogue.subtypes(target);
}

function leadsNowhere(along: Route['along']): LinchpinError {
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: 'along',
    message: `no relationship ${along === undefined ? '' : `${listed(along)} `}leads anywhere from there`,
    expected: 'a relationship that the models of the twins have, on this side of them',
    action: 'correct the names or the direction',
  });
}
