/**
 * What a property path leads to, as the models declare it. Read by the checked store and the API,
 * which refuse paths that nothing can have.
 */
import type { Catalogue, Content, Measured, Schema } from './catalogue.ts';
import { geometries } from './geojson.ts';

/** Where a path ends. */
export type PathTarget =
  | ({ readonly kind: 'value'; readonly schema: Schema } & Measured)
  /** In a component or geometry, of whose form nothing more is said. */
  | { readonly kind: 'open' }
  /** Nowhere: the segment at `depth` is not declared; `names` could stand there instead. */
  | { readonly kind: 'unknown'; readonly depth: number; readonly names: readonly string[] };

/** A path and the catalogue that it is read by. */
export interface Route {
  readonly segments: readonly string[];
  readonly catalogue: Catalogue;
}

/** The end of a path that begins among these contents. */
export function pathTarget(
  contents: ReadonlyMap<string, Content>,
  route: Route,
  depth = 0,
): PathTarget {
  const content = contents.get(route.segments[depth] ?? '');
  const target = content && contentTarget(content, route, depth);
  return target ?? { kind: 'unknown', depth, names: valueNames(contents) };
}

/** The end of a path whose segment at `depth` names this content; undefined if that has no value. */
export function contentTarget(content: Content, route: Route, depth = 0): PathTarget | undefined {
  if (content.kind === 'property' || content.kind === 'telemetry') {
    const { segments } = route;
    return schemaTarget(
      content.schema,
      { segments, measured: measuredAt(segments, depth, content) },
      depth + 1,
    );
  }
  if (content.kind !== 'component') return undefined;
  const part = route.catalogue.interface(content.schema);
  if (part === undefined || depth + 1 === route.segments.length) return { kind: 'open' };
  return pathTarget(part.contents, route, depth + 1);
}

/** The names among contents that hold values. */
export function valueNames(contents: ReadonlyMap<string, Content>): string[] {
  return [...contents.values()].filter(holdsValue).map(({ name }) => name);
}

function holdsValue({ kind }: Content): boolean {
  return kind === 'property' || kind === 'telemetry' || kind === 'component';
}

/** What is said of the quantity of a content that a path leads to or through. */
function measuredAt(
  segments: readonly string[],
  depth: number,
  { unit, unitFrom }: Measured,
): Measured {
  if (unit === undefined) return {};
  if (unitFrom === undefined) return { unit };
  return { unit, unitFrom: [...segments.slice(0, depth), unitFrom].join('/') };
}

interface SchemaRoute {
  readonly segments: readonly string[];
  /** What is said of the quantity of the value with the schema. */
  readonly measured: Measured;
}

function schemaTarget(schema: Schema, route: SchemaRoute, depth: number): PathTarget {
  if (schema.kind === 'primitive' && schema.again !== undefined) {
    return schemaTarget(schema.again(), route, depth);
  }
  const { segments } = route;
  const segment = segments[depth];
  if (segment === undefined) return { kind: 'value', schema, ...route.measured };
  const within = (part: Schema, said: Measured = {}) =>
    schemaTarget(part, { segments, measured: measuredAt(segments, depth, said) }, depth + 1);
  if (schema.kind === 'map') return within(schema.value, schema.facts);
  if (schema.kind === 'primitive' && geometries.has(schema.name)) return { kind: 'open' };
  if (schema.kind !== 'object') return { kind: 'unknown', depth, names: [] };
  const field = schema.fields.get(segment);
  if (field !== undefined) return within(field, schema.facts?.get(segment));
  return { kind: 'unknown', depth, names: [...schema.fields.keys()] };
}
