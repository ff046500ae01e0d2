import { beforeAll, describe, expect, test } from 'vitest';
import { type Device, deviceOf } from '../../src/devices/device.ts';
import { faultAt, spellMilliseconds } from '../../src/devices/faults.ts';
import { type Instrument, instrumentsOf } from '../../src/devices/instruments.ts';
import { signal } from '../../src/devices/signal.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Twin } from '../../src/model/twin.ts';
import { builtInOntology } from '../../src/ontology/built-in.ts';
import type { Catalogue } from '../../src/ontology/catalogue.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';

let catalogue: Catalogue;
beforeAll(() => {
  const { documents, bindings } = builtInOntology();
  catalogue = resolveOntology(documents, bindings).catalogue;
});

const twin = (model: string, properties: JsonObject): Twin => ({
  id: 't',
  model: `dtmi:linchpin:${model};1`,
  properties,
  stamps: {},
  revision: 1,
  updatedAt: 0,
});
const paths = (model: string, properties: JsonObject) =>
  instrumentsOf(twin(model, properties), catalogue).map(({ path }) => path);
const start = Date.UTC(2026, 0, 1);

describe('instruments', () => {
  test('come from the present states of behaviours', () => {
    expect(paths('power:Feeder', { capacity: 12, flow: 5, length: 3 })).toEqual(['flow']);
    expect(paths('supplychain:Stock', { onHand: 40, baseStockLevel: 60 })).toEqual(['onHand']);
    expect(paths('plant:Station', { cycleTime: 30 })).toEqual(['throughput']);
    const [flow] = instrumentsOf(twin('power:Feeder', { capacity: 10 }), catalogue);
    expect(flow).toMatchObject({ path: 'flow', level: 6, least: 0, most: 10, activity: true });
    const [throughput] = instrumentsOf(twin('plant:Station', { cycleTime: 36 }), catalogue);
    expect(throughput).toMatchObject({ level: 80, most: 100 });
  });

  test('come from quantities that sensors report, never from ratings and limits', () => {
    const compressor = { pressure: 7, oilTemperature: 80, vibration: 0.2, ratedPower: 90 };
    expect(paths('plant:Compressor', compressor).toSorted()).toEqual([
      'oilTemperature',
      'pressure',
      'vibration',
    ]);
    expect(paths('city:WaterWorks', { treatmentCapacity: 100, freeChlorine: 0.3 })).toEqual([
      'freeChlorine',
    ]);
    expect(paths('power:Line', { length: 2, maximumCurrent: 0.3, nominalVoltage: 20 })).toEqual([]);
  });

  test('a sensor keeps within its limits, and one that stands at a limit is still', () => {
    const sensor = (properties: JsonObject) =>
      instrumentsOf(twin('plant:Sensor', properties), catalogue)[0];
    expect(sensor({ value: 50, lowerLimit: 48, upperLimit: 52 })).toMatchObject({
      path: 'value',
      level: 50,
      spread: 0.25,
      swing: 0.5,
    });
    expect(sensor({ value: 80, upperLimit: 84 })).toMatchObject({ spread: 0.5, swing: 1 });
    expect(sensor({ value: 1, lowerLimit: 1 })).toMatchObject({ spread: 0, swing: 0 });
    expect(sensor({ value: 60, upperLimit: 50 })).toMatchObject({ spread: 0, swing: 0 });
  });

  test('need a level: an unknown model, or no value at all, gives none', () => {
    expect(paths('plant:Nothing', { flow: 1 })).toEqual([]);
    expect(paths('plant:Compressor', {})).toEqual([]);
    expect(paths('plant:Compressor', { pressure: 'high' })).toEqual([]);
  });
});

describe('signals', () => {
  const instrument: Instrument = {
    path: 'flow',
    level: 100,
    spread: 3,
    swing: 0,
    least: 0,
    most: 200,
    whole: false,
    activity: false,
  };
  const samples = (count: number, seconds: number, entity = 1) => {
    const next = signal(instrument, { seed: 1, entity, stream: 2 });
    return Array.from({ length: count }, (_, n) => next(start + n * seconds * 1000));
  };
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

  test('have the mean, variance and memory of an Ornstein-Uhlenbeck process', () => {
    for (const seconds of [90, 900, 9000]) {
      const noise = samples(20_000, seconds).map((value) => value - 100);
      expect(Math.abs(mean(noise))).toBeLessThan(0.4);
      const variance = mean(noise.map((value) => value ** 2));
      expect(variance).toBeGreaterThan(8);
      expect(variance).toBeLessThan(10);
      const next = mean(noise.slice(1).map((value, n) => value * (noise[n] as number)));
      expect(next / variance).toBeCloseTo(Math.exp(-seconds / 900), 1);
    }
  });

  test('repeat with their seed and differ between twins', () => {
    expect(samples(50, 30)).toEqual(samples(50, 30));
    expect(samples(50, 30)).not.toEqual(samples(50, 30, 2));
  });

  test('swing with the day and stay within range, in whole numbers where the schema says so', () => {
    const daily = { ...instrument, spread: 0, swing: 10, most: 105 };
    const next = signal(daily, { seed: 1, entity: 1, stream: 1 });
    const hours = Array.from({ length: 24 }, (_, hour) => next(start + hour * 3_600_000));
    expect(hours[4]).toBe(90);
    expect(hours[16]).toBe(105);
    const whole = signal({ ...instrument, whole: true }, { seed: 1, entity: 1, stream: 1 });
    for (let n = 0; n < 50; n++) expect(Number.isInteger(whole(start + n * 60_000))).toBe(true);
  });
});

describe('faults', () => {
  const key = { seed: 1, entity: 5, instruments: 3, probability: 0.2 };
  const spells = Array.from({ length: 5000 }, (_, n) => faultAt(n * spellMilliseconds, key));

  test('come as often as they may, of every kind, on every instrument', () => {
    const faults = spells.filter((fault) => fault !== undefined);
    expect(faults.length / spells.length).toBeCloseTo(0.2, 1);
    expect(new Set(faults.map(({ kind }) => kind))).toEqual(
      new Set(['outage', 'stuck', 'drift', 'outlier']),
    );
    const instruments = faults.flatMap((fault) => ('instrument' in fault ? fault.instrument : []));
    expect(new Set(instruments)).toEqual(new Set([0, 1, 2]));
  });

  test('last for their spell, and a drift grows in its course', () => {
    const drifting = spells.findIndex((fault) => fault?.kind === 'drift');
    const at = (share: number) => faultAt((drifting + share) * spellMilliseconds, key);
    expect([0, 0.5, 0.99].map(at)).toMatchObject([{ share: 0 }, { share: 0.5 }, { kind: 'drift' }]);
  });
});

describe('a device', () => {
  const station = twin('plant:Station', { cycleTime: 36, throughput: 80, operational: true });
  const device = (faultProbability: number): Device =>
    deviceOf(station, instrumentsOf(station, catalogue), { catalogue, seed: 1, faultProbability });
  const run = (made: Device, count: number) =>
    Array.from({ length: count }, (_, n) => made.message(start + (n * spellMilliseconds) / 2));

  test('sends all its instruments with their time, and nothing else while it is well', () => {
    for (const [n, message] of run(device(0), 100).entries()) {
      const time = new Date(start + (n * spellMilliseconds) / 2).toISOString();
      expect(message).toEqual({ $time: time, throughput: expect.any(Number) });
      expect(message.throughput).toBeGreaterThan(50);
      expect(message.throughput).toBeLessThanOrEqual(100);
    }
  });

  test('repeats a run with its seed', () => {
    expect(run(device(0.5), 200)).toEqual(run(device(0.5), 200));
  });

  test('tells of an outage when it begins and when it ends, and stands still meanwhile', () => {
    let operational = true;
    let changes = 0;
    for (const message of run(device(0.5), 1000)) {
      if (message.operational !== undefined) {
        expect(message.operational).toBe(!operational);
        operational = message.operational === true;
        changes++;
      }
      if (!operational) expect(message.throughput).toBe(0);
    }
    expect(changes).toBeGreaterThan(20);
  });

  test('shows stuck, drifting and far values in faults', () => {
    const values = run(device(1), 4000).map(({ throughput }) => throughput as number);
    expect(values.some((value) => value > 1000)).toBe(true);
    expect(values.some((value) => value > 105 && value < 141)).toBe(true);
    expect(values.some((value, n) => value !== 0 && value === values[n - 1])).toBe(true);
  });

  test('leaves no outage behind', () => {
    const made = device(0.5);
    let time = start;
    while (made.farewell(time) === undefined) {
      time += spellMilliseconds;
      made.message(time);
    }
    expect(made.farewell(time)).toEqual({ $time: new Date(time).toISOString(), operational: true });
    expect(device(0.5).farewell(time)).toBeUndefined();
  });
});
