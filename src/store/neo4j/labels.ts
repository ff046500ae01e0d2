/**
 * The label of a model: a name that a planner would type, taken from its DTMI when the model is
 * added and kept with it, so that it never changes and no two models share one.
 */
import { createHash } from 'node:crypto';

/** Labels that are the graph's own. */
const reserved = /^(?:Twin|Model|Linchpin.*)$/;

/**
 * The first name that is free: `Pump`, `example_Pump`, `com_example_Pump`, … of
 * `dtmi:com:example:Pump;2`, but `Pump_v2` where `Pump` is another version of the same model; at
 * last one with a digest of the id. `taken` has the ids of models by their labels.
 */
export function labelFor(model: string, taken: ReadonlyMap<string, string>): string {
  for (const label of candidates(model, taken)) {
    if (!taken.has(label) && !reserved.test(label)) return label;
  }
  throw new TypeError(`the model ${model} was added before`);
}

function* candidates(model: string, taken: ReadonlyMap<string, string>): Iterable<string> {
  const [path, version] = parts(model);
  const segments = path.split(':').map(plain);
  for (let start = segments.length - 1; start >= 0; start--) {
    const name = segments.slice(start).join('_');
    yield name;
    const isAnother = version !== '' && parts(taken.get(name) ?? '')[0] === path;
    if (isAnother) yield `${name}_v${version.replace(/[^0-9]/g, '_')}`;
  }
  // No label that is reserved begins like this one.
  yield `M_${segments.at(-1)}_${createHash('sha256').update(model).digest('hex').slice(0, 16)}`;
}

/** A DTMI before its version, and the version, which some do not have. */
function parts(model: string): readonly [path: string, version: string] {
  const [path = '', version = ''] = model.split(';', 2);
  return [path, version];
}

/** Only what needs no back-ticks in Cypher, at a length that tools can show. */
function plain(segment: string): string {
  const name = segment.replace(/[^A-Za-z0-9_]/g, '_').slice(0, 100);
  return /^[A-Za-z]/.test(name) ? name : `M${name}`;
}
