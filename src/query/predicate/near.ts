/** The distance from a point to a GeoJSON geometry along the great circle. Used by predicates. */
import { distance } from '@turf/distance';
import { pointToLineDistance } from '@turf/point-to-line-distance';
import { pointToPolygonDistance } from '@turf/point-to-polygon-distance';
import { LinchpinError } from '../../model/errors.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import type { Field } from '../fields.ts';
import type { Near } from '../query.ts';

/** Longitude and latitude in degrees. */
type LonLat = [number, number];

const inMetres = { units: 'meters' } as const;

/** How often positions are nested in the coordinates of a geometry. */
const depths: Readonly<Record<string, number>> = {
  Point: 0,
  MultiPoint: 1,
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
};

/** The test of `near`; `BAD_USER_INPUT` for a point that is not on the globe. */
export function nearTest<T>(
  { path, point, metres }: Near,
  field: Field<T>,
): (record: T) => boolean {
  const [longitude, latitude] = isPosition(point) ? point : [Number.NaN, Number.NaN];
  if (!(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90)) {
    const expected = '[longitude, latitude] in degrees, -180 to 180 and -90 to 90';
    throw bad(`${path}.point`, 'it is no point on the globe', expected);
  }
  if (!(Number.isFinite(metres) && metres >= 0)) {
    throw bad(`${path}.metres`, `${metres} is not a distance`, 'a number, 0 or more');
  }
  return (record) => {
    const away = metresTo(field(record), [longitude, latitude]);
    return away !== undefined && away <= metres;
  };
}

/** Metres from a point to the nearest of a geometry, 0 inside it; undefined where it is none. */
function metresTo(geometry: Json | undefined, point: LonLat): number | undefined {
  if (!isJsonObject(geometry)) return undefined;
  const { type, coordinates } = geometry;
  const depth = typeof type === 'string' ? depths[type] : undefined;
  if (depth === undefined || !isNested(coordinates, depth)) return undefined;
  switch (type) {
    case 'Point':
      return distance(point, coordinates as LonLat, inMetres);
    case 'MultiPoint':
      return nearest(coordinates as LonLat[], (each) => distance(point, each, inMetres));
    case 'LineString':
      return lineMetres(coordinates as LonLat[], point);
    case 'MultiLineString':
      return nearest(coordinates as LonLat[][], (each) => lineMetres(each, point));
    case 'Polygon':
      return polygonMetres(coordinates as LonLat[][], point);
    default:
      return nearest(coordinates as LonLat[][][], (each) => polygonMetres(each, point));
  }
}

function lineMetres(coordinates: LonLat[], point: LonLat): number {
  return pointToLineDistance(point, { type: 'LineString', coordinates }, inMetres);
}

function polygonMetres(coordinates: LonLat[][], point: LonLat): number {
  const away = pointToPolygonDistance(point, { type: 'Polygon', coordinates }, inMetres);
  return Math.max(0, away);
}

/** The least distance to one of several parts; undefined where there is none. */
function nearest<P>(parts: readonly P[], metres: (part: P) => number): number | undefined {
  let least: number | undefined;
  for (const part of parts) least = Math.min(metres(part), least ?? Number.POSITIVE_INFINITY);
  return least;
}

function isNested(value: Json | undefined, depth: number): boolean {
  if (depth === 0) return isPosition(value);
  return Array.isArray(value) && value.every((item) => isNested(item, depth - 1));
}

function isPosition(value: unknown): value is LonLat {
  return Array.isArray(value) && value.length >= 2 && value.every(Number.isFinite);
}

function bad(where: string, message: string, expected: string): LinchpinError {
  return new LinchpinError({ code: 'BAD_USER_INPUT', where, message, expected });
}
