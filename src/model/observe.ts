/**
 * Newest source time wins, per property path: the final state does not depend on the order in
 * which readings arrive, nor on how often. Used by the `observe` change.
 */
import { canonicalJson, isJsonObject, type Json, sameJson } from './json.ts';
import { valueAt, withValueAt } from './path.ts';
import type { Reading } from './reading.ts';
import { compareStamps, type Stamp, stampAt, type Twin } from './twin.ts';

/** The twin after a reading; the same object when the reading is not newer than what it holds. */
export function observed(twin: Twin, reading: Reading): Twin {
  const stamp = stampOf(reading);
  if (!winsAlong(twin, reading, stamp)) return twin;
  const below = `${reading.path}/`;
  const stamps: Record<string, Stamp> = { ...twin.stamps, [reading.path]: stamp };
  let value = reading.value;
  for (const [path, held] of Object.entries(twin.stamps)) {
    if (!path.startsWith(below)) continue;
    if (compareStamps(held, stamp) > 0) value = keep(value, path.slice(below.length), twin, path);
    else delete stamps[path];
  }
  return { ...twin, properties: withValueAt(twin.properties, reading.path, value), stamps };
}

/** Whether a twin holds a reading: its value, by its stamp. Of an object, parts may be newer. */
export function shows(twin: Twin, reading: Reading): boolean {
  const held = stampAt(twin, reading.path);
  if (held === undefined || compareStamps(held, reading) !== 0) return false;
  return (
    isJsonObject(reading.value) || sameJson(valueAt(twin.properties, reading.path), reading.value)
  );
}

function stampOf({ time, sequence, writer }: Reading): Stamp {
  return {
    time,
    ...(sequence === undefined ? {} : { sequence }),
    ...(writer === undefined ? {} : { writer }),
  };
}

/** Whether a reading is newer than the path's own stamp and than those of the objects around it. */
function winsAlong(twin: Twin, reading: Reading, stamp: Stamp): boolean {
  for (let end = reading.path.length; end > 0; end = reading.path.lastIndexOf('/', end - 1)) {
    const held = stampAt(twin, reading.path.slice(0, end));
    if (held === undefined) continue;
    const order = compareStamps(stamp, held);
    if (order < 0) return false;
    if (order === 0 && end < reading.path.length) return false;
    if (order === 0 && !greater(reading.value, valueAt(twin.properties, reading.path)))
      return false;
  }
  return true;
}

/** The last tie-break between two values of one stamp, so that arrival order never decides. */
function greater(a: Json, b: Json | undefined): boolean {
  return b === undefined || canonicalJson(a) > canonicalJson(b);
}

/** A value with a newer part of what the twin holds put back into it. */
function keep(value: Json, path: string, twin: Twin, from: string): Json {
  const held = valueAt(twin.properties, from);
  return isJsonObject(value) && held !== undefined ? withValueAt(value, path, held) : value;
}
