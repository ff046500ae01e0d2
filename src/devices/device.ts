/**
 * One simulated device: what it would send at a time, faults included. Called by
 * `simulatedDevices`, in turn with all others.
 */
import type { JsonObject } from '../model/json.ts';
import { hashText } from '../model/random.ts';
import type { Twin } from '../model/twin.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import { type Fault, faultAt } from './faults.ts';
import type { Instrument } from './instruments.ts';
import { signal } from './signal.ts';

/** What stands for one physical device. */
export interface Device {
  readonly twin: string;
  /** The message at a time (epoch milliseconds), which must not fall. */
  message(time: number): JsonObject;
  /** What to send last, so that no outage outlives its device; undefined when there is none. */
  farewell(time: number): JsonObject | undefined;
}

/** What all devices of a run share. */
export interface DeviceOptions {
  readonly catalogue: Catalogue;
  readonly seed: number;
  /** Probability that a spell is one of fault, 0 … 1. */
  readonly faultProbability: number;
}

/** The device of a twin with these instruments, of which there is at least one. */
export function deviceOf(
  twin: Twin,
  instruments: readonly Instrument[],
  options: DeviceOptions,
): Device {
  const { catalogue, seed, faultProbability: probability } = options;
  const entity = hashText(twin.id);
  const faultKey = { seed, entity, instruments: instruments.length, probability };
  const gauges = instruments.map((instrument) => ({
    instrument,
    next: signal(instrument, { seed, entity, stream: hashText(instrument.path) }),
    shown: instrument.level,
  }));
  const canFail = catalogue.interface(twin.model)?.contents.has('operational') === true;
  let out = false;

  return {
    twin: twin.id,
    message(time) {
      const fault = faultAt(time, faultKey);
      const message: Record<string, string | number | boolean> = {
        $time: new Date(time).toISOString(),
      };
      gauges.forEach((gauge, index) => {
        gauge.shown = shown(gauge, { fault, index, time });
        message[gauge.instrument.path] = gauge.shown;
      });
      const failed = canFail && fault?.kind === 'outage';
      if (failed !== out) message.operational = !failed;
      out = failed;
      return message;
    },
    farewell(time) {
      return out ? { $time: new Date(time).toISOString(), operational: true } : undefined;
    },
  };
}

interface Gauge {
  readonly instrument: Instrument;
  readonly next: (time: number) => number;
  /** What it showed last. */
  readonly shown: number;
}

/** What a gauge shows: the truth, unless the fault is its own or its asset's. */
function shown(
  gauge: Gauge,
  moment: { readonly fault: Fault | undefined; readonly index: number; readonly time: number },
): number {
  const { instrument } = gauge;
  const { fault, index, time } = moment;
  const truth = gauge.next(time);
  if (fault?.kind === 'outage') return instrument.activity ? 0 : truth;
  if (fault?.instrument !== index) return truth;
  if (fault.kind === 'stuck') return gauge.shown;
  const size = Math.max(Math.abs(instrument.level), 1);
  const away = fault.kind === 'drift' ? 0.5 * fault.share * size : 20 * size;
  return instrument.whole ? Math.round(truth + away) : Number((truth + away).toPrecision(6));
}
