/**
 * The geospatial schemas: GeoJSON geometries (RFC 7946 §3.1), each under the schema's own name.
 * Read by the primitive schemas.
 */
import { isJsonObject, type Json } from '../model/json.ts';

interface Geometry {
  /** The `type` member. */
  readonly type: string;
  /** How often positions are nested in `coordinates`. */
  readonly depth: number;
  /** Fewest positions in an innermost list. */
  readonly fewest: number;
  /** Whether innermost lists are rings, which end where they begin. */
  readonly rings?: boolean;
}

/** The geometries by the name of their schema. */
export const geometries: ReadonlyMap<string, Geometry> = new Map<string, Geometry>([
  ['point', { type: 'Point', depth: 0, fewest: 1 }],
  ['multiPoint', { type: 'MultiPoint', depth: 1, fewest: 0 }],
  ['lineString', { type: 'LineString', depth: 1, fewest: 2 }],
  ['multiLineString', { type: 'MultiLineString', depth: 2, fewest: 2 }],
  ['polygon', { type: 'Polygon', depth: 2, fewest: 4, rings: true }],
  ['multiPolygon', { type: 'MultiPolygon', depth: 3, fewest: 4, rings: true }],
]);

/** Whether a value is this geometry. */
export function isGeometry(value: Json, geometry: Geometry): boolean {
  if (!isJsonObject(value) || value.type !== geometry.type) return false;
  return isNested(value.coordinates, geometry.depth, geometry);
}

function isNested(value: Json | undefined, depth: number, geometry: Geometry): boolean {
  if (depth === 0) return isPosition(value);
  if (!Array.isArray(value)) return false;
  const items = value as readonly Json[];
  if (!items.every((item) => isNested(item, depth - 1, geometry))) return false;
  if (depth > 1) return true;
  return items.length >= geometry.fewest && (geometry.rings !== true || isClosed(items));
}

function isPosition(value: Json | undefined): value is readonly number[] {
  return (
    Array.isArray(value) && value.length >= 2 && value.length <= 4 && value.every(Number.isFinite)
  );
}

function isClosed(ring: readonly Json[]): boolean {
  const [first, last] = [ring[0], ring[ring.length - 1]];
  if (!isPosition(first) || !isPosition(last)) return false;
  return first.length === last.length && first.every((number, axis) => number === last[axis]);
}
