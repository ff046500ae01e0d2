/**
 * What becomes of the stamps of a twin's paths when its content is changed by other means than
 * readings. Used by the effects of changes and by migrations.
 */
import { leastStep } from './clock.ts';
import { type JsonObject, sameJson } from './json.ts';
import { isWithin, valueAt } from './path.ts';
import type { Stamp, Twin } from './twin.ts';

/**
 * The stamps after one path is set. What is set is newer than what it replaces, also when that came
 * from a source whose clock is ahead: such a reading, delivered again, must not undo it.
 */
export function stampsAfterSet({ stamps }: Twin, path: string, now: number): Twin['stamps'] {
  const next: Record<string, Stamp> = { ...stamps };
  let time = now;
  for (const [held, stamp] of Object.entries(stamps)) {
    const replaced = isWithin(held, path);
    if (replaced) delete next[held];
    if (replaced || isWithin(path, held)) time = Math.max(time, stamp.time + leastStep);
  }
  next[path] = { time };
  return next;
}

/**
 * The stamps after all properties are replaced: a value that stays keeps its own, so that an older
 * reading still has no effect; another one is newer, as one that is set; what is gone leaves none.
 */
export function stampsAfterPut(
  { stamps, properties: before }: Twin,
  properties: JsonObject,
  now: number,
): Twin['stamps'] {
  const next: Record<string, Stamp> = {};
  for (const [path, stamp] of Object.entries(stamps)) {
    const value = valueAt(properties, path);
    if (value === undefined) continue;
    const stays = sameJson(value, valueAt(before, path) ?? null);
    next[path] = stays ? stamp : { time: Math.max(now, stamp.time + leastStep) };
  }
  return next;
}
