/** Key figures, series and findings of water networks. Called at the end of a run. */
import type { MechanismOutputs } from '../../mechanism.ts';
import type { Finding, Kpi } from '../../simulator.ts';
import { epanetText } from './epanet.ts';
import type { IncompleteNetwork } from './water-model.ts';
import type { Frame, WaterRecord } from './water-record.ts';

const mechanism = 'water';
/** Twins that a finding names. */
const most = 10;

/**
 * Over all networks and the whole run: `servedWater` and `unmetWater` (cubic metres),
 * `unmetWater.most` (litre per second, at the worst time) and `pressure.lowest` (metre, at a
 * junction that asks for water; left out where none does).
 */
export function waterKpis(records: readonly WaterRecord[]): Kpi[] {
  const sum = (of: (record: WaterRecord) => number) =>
    records.reduce((total, record) => total + of(record), 0);
  const lowest = Math.min(...records.map(({ lowestPressure }) => lowestPressure));
  const kpis: Kpi[] = [
    {
      name: 'servedWater',
      value: sum((each) => each.servedVolume),
      unit: 'cubicMetre',
      better: 'higher',
    },
    {
      name: 'unmetWater',
      value: sum((each) => each.unmetVolume),
      unit: 'cubicMetre',
      better: 'lower',
    },
    {
      name: 'unmetWater.most',
      value: sum((each) => each.mostUnmet),
      unit: 'litrePerSecond',
      better: 'lower',
    },
  ];
  if (!Number.isFinite(lowest)) return kpis;
  return [...kpis, { name: 'pressure.lowest', value: lowest, unit: 'metre', better: 'higher' }];
}

type TwinSeries = ReturnType<MechanismOutputs['twins']>;

/**
 * Series over hydraulic steps, whose times (seconds after the start) are `time` of the network's
 * twin. Of a node `head` (metre) and `pressure` (metre of water; of a tank its level), of a
 * junction also `demand` and `served` (litre per second), of a link `flow` (litre per second). In a
 * twin that was there for a part of the run only, the other times are 0.
 */
export function waterSeries(records: readonly WaterRecord[]): TwinSeries {
  const series = new Map<string, Record<string, number[]>>();
  for (const network of new Set(records.map(({ model }) => model.network.twin))) {
    const own = records.filter(({ model }) => model.network.twin === network);
    const length = own.reduce((total, { frames }) => total + frames.length, 0);
    let at = 0;
    for (const record of own) {
      spread(series, record, { at, length });
      at += record.frames.length;
    }
  }
  return series;
}

function spread(
  series: Map<string, Record<string, number[]>>,
  { model, frames }: WaterRecord,
  { at, length }: { readonly at: number; readonly length: number },
): void {
  const put = (twin: string, name: string, of: (frame: Frame) => number) => {
    const outputs = series.get(twin) ?? {};
    series.set(twin, outputs);
    outputs[name] ??= new Array<number>(length).fill(0);
    const values = outputs[name];
    frames.forEach((frame, index) => {
      values[at + index] = of(frame);
    });
  };
  put(model.network.twin, 'time', ({ time }) => time);
  model.nodes.forEach(({ twin, kind }, n) => {
    put(twin, 'head', ({ head }) => head[n] as number);
    if (kind !== 'reservoir') put(twin, 'pressure', ({ pressure }) => pressure[n] as number);
    if (kind !== 'junction') return;
    put(twin, 'demand', ({ demand }) => demand[n] as number);
    put(twin, 'served', ({ served }) => served[n] as number);
  });
  model.links.forEach(({ twin }, l) => {
    put(twin, 'flow', ({ flow }) => flow[l] as number);
  });
}

/** Who misses the most water, what EPANET warns of, and which networks take no part. */
export function waterFindings(
  records: readonly WaterRecord[],
  incomplete: readonly IncompleteNetwork[],
): Finding[] {
  return [
    ...records.flatMap(unmetFinding),
    ...records.flatMap(({ model, warnings }) =>
      [...warnings].map(([code, time]) => ({
        mechanism,
        kind: 'warning',
        text: `EPANET says of ${model.network.twin} after ${time} s: ${epanetText(code)}`,
        twins: [{ twin: model.network.twin }],
      })),
    ),
    ...incomplete.map(({ network, lacks }) => ({
      mechanism,
      kind: 'incomplete',
      text: `${network.twin} is not simulated as a water network: ${lacks[0]?.twin} has no ${lacks[0]?.what}${lacks.length > 1 ? ` (and ${lacks.length - 1} more)` : ''}.`,
      twins: [network, ...lacks].slice(0, most).map(({ twin }) => ({ twin })),
    })),
  ];
}

function unmetFinding({ model, unmet, unmetVolume }: WaterRecord): Finding[] {
  const short = Array.from(unmet, (value, j) => ({
    twin: model.nodes[j]?.twin as string,
    value,
    unit: 'cubicMetre',
  })).filter(({ value }) => value > 0);
  if (short.length === 0) return [];
  short.sort((a, b) => b.value - a.value);
  const text = `${short.length} junctions of ${model.network.twin} miss ${Number(unmetVolume.toPrecision(4))} cubic metres of water; ${short[0]?.twin} misses the most.`;
  return [{ mechanism, kind: 'unmetWater', text, twins: short.slice(0, most) }];
}
