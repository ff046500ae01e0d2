/** Reads lists and words out of the JSON of a water network's properties. */
import type { Json, JsonObject } from '../../../model/json.ts';

export function isText(value: Json | undefined): value is string {
  return typeof value === 'string';
}

export function isRecord(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list, those with a name. */
export function namedList(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isRecord).filter(({ name }) => isText(name)) : [];
}

export function textList(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter(isText) : [];
}

export function numberList(value: Json | undefined): number[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'number') : [];
}

/** Whether it has points. */
export function isCurve({ x, y }: JsonObject): boolean {
  return numberList(x).length > 0 && numberList(x).length === numberList(y).length;
}
