/**
 * What a property path leads to, as the models declare it. Read by the checked store and the API,
 * which refuse paths that nothing can have.
 */
import type { Catalogue, Content, Schema } from './catalogue.ts';
import { geometries } from './geojson.ts';

/** Where a path ends. */
export type PathTarget =
  | { readonly kind: 'value'; readonly schema: Schema; readonly unit?: string }
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
    const target = schemaTarget(content.schema, route.segments, depth + 1);
    const isWhole = target.kind === 'value' && depth + 1 === route.segments.length;
    return isWhole && content.unit !== undefined ? { ...target, unit: content.unit } : target;
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

function schemaTarget(schema: Schema, segments: readonly string[], depth: number): PathTarget {
  if (schema.kind === 'primitive' && schema.again !== undefined) {
    return schemaTarget(schema.again(), segments, depth);
  }
  const segment = segments[depth];
  if (segment === undefined) return { kind: 'value', schema };
  if (schema.kind === 'map') return schemaTarget(schema.value, segments, depth + 1);
  if (schema.kind === 'primitive' && geometries.has(schema.name)) return { kind: 'open' };
  if (schema.kind !== 'object') return { kind: 'unknown', depth, names: [] };
  const field = schema.fields.get(segment);
  if (field !== undefined) return schemaTarget(field, segments, depth + 1);
  return { kind: 'unknown', depth, names: [...schema.fields.keys()] };
}
