/**
 * What a twin's device would measure, told from what the ontology says of its properties: the
 * present states of behaviours, quantities that only sensors report, and a sensor's `value`.
 * Called by `simulatedDevices`; it knows behaviours and semantic types, and no seed.
 */
import { valueAt } from '../model/path.ts';
import type { Twin } from '../model/twin.ts';
import type { Catalogue, ValueContent } from '../ontology/catalogue.ts';

/** One measured property. */
export interface Instrument {
  readonly path: string;
  /** What it reads on average. */
  readonly level: number;
  /** Standard deviation of the noise around that. */
  readonly spread: number;
  /** How far it swings in the course of a day, above and below its level. */
  readonly swing: number;
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
  /** It reads zero while its asset is out of service. */
  readonly activity: boolean;
}

/** The instruments of a twin; empty where it has no measured property with a plausible level. */
export function instrumentsOf(twin: Twin, catalogue: Catalogue): readonly Instrument[] {
  const found: Instrument[] = [];
  for (const content of catalogue.interface(twin.model)?.contents.values() ?? []) {
    if (content.kind !== 'property' || content.schema.kind !== 'primitive') continue;
    const whole = wholeSchemas.has(content.schema.name);
    if (!whole && !realSchemas.has(content.schema.name)) continue;
    const range = instrumentFor(content, twin);
    if (range !== undefined) found.push({ path: content.name, whole, ...range });
  }
  return found;
}

const wholeSchemas = new Set(['integer', 'long']);
const realSchemas = new Set(['double', 'float']);

/** Semantic types of quantities that are measured, where the name tells of no rating or limit. */
const measured = new Set([
  'Temperature',
  'Pressure',
  'Acceleration',
  'VolumeFlowRate',
  'MassFlowRate',
  'DataRate',
  'Concentration',
  'RelativeHumidity',
  'Illuminance',
]);
const rating =
  /^(rated|nominal|minimum|maximum|min|max|initial|design|target)|(Capacity|Limit|Setpoint|Coefficient|Rating)$/;

const core = 'dtmi:linchpin:core:';

type Range = Omit<Instrument, 'path' | 'whole'>;
type NumberAt = (path: string) => number | undefined;

/** The present states of behaviours: by the interface that declares them and their name. */
const states: Readonly<Record<string, (number: NumberAt) => Range | undefined>> = {
  [`${core}Capacitated;1/flow`]: (number) => {
    const most = number('capacity') ?? Number.POSITIVE_INFINITY;
    return around(number('flow') ?? 0.6 * most, { least: 0, most, activity: true });
  },
  [`${core}Store;1/onHand`]: (number) =>
    around(number('onHand') ?? number('baseStockLevel'), { least: 0 }),
  [`${core}Processor;1/throughput`]: (number) => {
    const most = 3600 / (number('cycleTime') ?? 0);
    return around(number('throughput') ?? 0.8 * most, { least: 0, most, activity: true });
  },
};

function instrumentFor(content: ValueContent, twin: Twin): Range | undefined {
  const { name, definedIn, semanticType = '' } = content;
  const number: NumberAt = (path) => {
    const value = valueAt(twin.properties, path);
    return typeof value === 'number' ? value : undefined;
  };
  const state = states[`${definedIn}/${name}`];
  if (state !== undefined) return state(number);
  if (name === 'value') return sensor(number);
  return measured.has(semanticType) && !rating.test(name) ? around(number(name)) : undefined;
}

/** A sensor stays within its limits while nothing is wrong; one that stands at a limit is still. */
function sensor(number: NumberAt): Range | undefined {
  const range = around(number('value'));
  if (range === undefined) return undefined;
  const above = (number('upperLimit') ?? Number.POSITIVE_INFINITY) - range.level;
  const below = range.level - (number('lowerLimit') ?? Number.NEGATIVE_INFINITY);
  const margin = Math.max(0, Math.min(above, below));
  return {
    ...range,
    spread: Math.min(range.spread, margin / 8),
    swing: Math.min(range.swing, margin / 4),
  };
}

/** A signal around a level, which must be a finite number. */
function around(level: number | undefined, range: Partial<Range> = {}): Range | undefined {
  if (level === undefined || !Number.isFinite(level)) return undefined;
  return {
    level,
    spread: 0.02 * Math.abs(level),
    swing: 0.08 * Math.abs(level),
    least: level < 0 ? Number.NEGATIVE_INFINITY : 0,
    most: Number.POSITIVE_INFINITY,
    activity: false,
    ...range,
  };
}
