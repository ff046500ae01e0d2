/**
 * One JSON value as a Neo4j property value and back. The way back needs no schema, so that what
 * was written under an older model still reads; whether it gives the same is for the caller to ask.
 */
import neo4j from 'neo4j-driver';
import { isJsonObject, type Json } from '../../model/json.ts';
import { primitives } from '../../ontology/primitives.ts';
import type { Hint } from './hints.ts';
import { nativeTemporal, temporalText } from './temporal.ts';

const { Point } = neo4j.types;

/** WGS 84 with two coordinates and with three. */
const srids = [4326, 4979] as const;

const longest = 2n ** 63n;

/** What Neo4j keeps for a value that is no object; undefined when it has no type that comes near. */
export function nativeValue(value: Json, hint?: Hint): unknown {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return nativeNumber(value, hint?.type);
  if (typeof value === 'string') return nativeText(value, hint?.type);
  if (Array.isArray(value)) return nativeList(value, hint?.element);
  return undefined;
}

/** A point on the globe for a GeoJSON one; undefined for every other object. */
export function nativePoint(value: Json): unknown {
  if (!isJsonObject(value) || value.type !== 'Point' || Object.keys(value).length !== 2) {
    return undefined;
  }
  const { coordinates } = value;
  if (!Array.isArray(coordinates) || !coordinates.every((each) => typeof each === 'number')) {
    return undefined;
  }
  const [longitude = 181, latitude = 91, height] = coordinates as readonly number[];
  if (coordinates.length > 3 || Math.abs(longitude) > 180 || Math.abs(latitude) > 90) {
    return undefined;
  }
  const srid = srids[height === undefined ? 0 : 1];
  return new Point(BigInt(srid), longitude, latitude, height);
}

/** The JSON of a native value; null for one that we never write. */
export function jsonOf(native: unknown): Json {
  if (typeof native === 'string' || typeof native === 'boolean') return native;
  if (typeof native === 'number') return native;
  if (typeof native === 'bigint') {
    const number = Number(native);
    return Number.isSafeInteger(number) ? number : String(native);
  }
  if (Array.isArray(native)) return native.map(jsonOf);
  if (neo4j.isPoint(native)) {
    const { x, y, z } = native;
    return { type: 'Point', coordinates: z === undefined || z === null ? [x, y] : [x, y, z] };
  }
  return temporalText(native) ?? null;
}

function nativeNumber(value: number, type: string | undefined): unknown {
  return isWhole(type) && Number.isSafeInteger(value) ? BigInt(value) : value;
}

function nativeText(value: string, type: string | undefined): unknown {
  const text = value.toWellFormed();
  if (type === undefined || type === 'string') return text;
  if (isWhole(type) && /^-?[0-9]{1,20}$/.test(value)) {
    const number = BigInt(value);
    return number >= -longest && number < longest ? number : text;
  }
  return nativeTemporal(type, value) ?? text;
}

function isWhole(type: string | undefined): boolean {
  return type !== undefined && primitives.get(type)?.whole === true;
}

/** Neo4j's lists hold values of one type; by the hint if that gives such, else without it. */
function nativeList(values: readonly Json[], hint: Hint | undefined): unknown {
  for (const each of [hint, undefined]) {
    const list = values.map((value) => nativePoint(value) ?? nativeValue(value, each));
    const [kind] = list.map(kindOf);
    if (list.length === 0 || (kind !== undefined && list.every((item) => kindOf(item) === kind))) {
      return list;
    }
  }
  return undefined;
}

/** What a list may hold beside a value; undefined for what no list holds. */
function kindOf(native: unknown): unknown {
  if (native === undefined || Array.isArray(native)) return undefined;
  if (neo4j.isPoint(native)) return String(native.srid);
  return typeof native === 'object' ? native?.constructor : typeof native;
}
