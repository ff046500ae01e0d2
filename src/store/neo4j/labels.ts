/**
 * The label of a model: a name that a planner would type, taken from its DTMI when the model is
 * added and kept with it, so that it never changes and no two models share one.
 */
import { createHash } from 'node:crypto';

/** Labels that are the graph's own. */
const reserved = /^(?:Twin|Model|Linchpin.*)$/;

/**
 * The first name that is free: `Pump`, `Pump_v1`, `example_Pump`, `com_example_Pump`, … of
 * `dtmi:com:example:Pump;1`; at last one with a digest of the id.
 */
export function labelFor(model: string, taken: ReadonlySet<string>): string {
  for (const label of candidates(model)) {
    if (!taken.has(label) && !reserved.test(label)) return label;
  }
  throw new TypeError(`the model ${model} was added before`);
}

function* candidates(model: string): Iterable<string> {
  const [path = '', version = ''] = model.replace(/^dtmi:/, '').split(';', 2);
  const segments = path.split(':').map(plain);
  const last = segments.at(-1) as string;
  yield last;
  if (version !== '') yield `${last}_v${version.replace(/[^0-9]/g, '_')}`;
  for (let start = segments.length - 2; start >= 0; start--) {
    yield segments.slice(start).join('_');
  }
  yield `${last}_${createHash('sha256').update(model).digest('hex').slice(0, 16)}`;
}

/** Only what needs no back-ticks in Cypher, at a length that tools can show. */
function plain(segment: string): string {
  const name = segment.replace(/[^A-Za-z0-9_]/g, '_').slice(0, 100);
  return /^[A-Za-z]/.test(name) ? name : `M${name}`;
}
