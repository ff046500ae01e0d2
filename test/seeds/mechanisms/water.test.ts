/**
 * The water of the city's tour by EPANET itself, on an input file that this test writes from the
 * seed's file, with names and pump outages of its own.
 */
import { expect, test } from 'vitest';
import { engine } from '../../../src/simulate/engine/engine.ts';
import { direct } from '../../simulate/water/networks.ts';
import { type RawLine, rawWorld } from '../raw-world.ts';
import { catalogue, seedGraph } from '../seed-world.ts';
import { answered } from './answers.ts';

const world = rawWorld('city');
const ofKind = (kind: string) =>
  world.twins.filter(({ $metadata, ...twin }) => {
    const model = String(($metadata as { $model: string }).$model);
    return model === `dtmi:linchpin:water:${kind};1` && twin.$dtId !== undefined;
  });
const id = (twin: RawLine | undefined) => String(twin?.$dtId);
const short = new Map(
  ['Junction', 'Reservoir', 'Tank', 'Pipe', 'Pump', 'Valve']
    .flatMap(ofKind)
    .map((twin, index) => [id(twin), `x${index}`]),
);
const name = (twin: RawLine | undefined) => short.get(id(twin)) as string;
const ends = (twin: RawLine) =>
  [twin, world.targets(twin, 'connectsFrom')[0], world.targets(twin, 'connectsTo')[0]]
    .map(name)
    .join(' ');

/** The network as EPANET reads it, with further controls. */
function inputFile(controls: readonly string[]): string {
  const held = new Set(controls.map((row) => row.split(' ')[1]));
  const [network] = ofKind('WaterNetwork') as [RawLine];
  const [pattern] = network.patterns as { multipliers: number[] }[] as [{ multipliers: number[] }];
  const curves = network.curves as { name: string; x: number[]; y: number[] }[];
  const own = (network.controls as string[])
    .map((row) => row.split(' ').map((word) => short.get(word) ?? word))
    .filter(([, link]) => !held.has(link))
    .map((words) => words.join(' '));
  return `[JUNCTIONS]
${ofKind('Junction')
  .map((j) => `${name(j)} ${j.elevation} ${j.demandRate} DAY`)
  .join('\n')}
[RESERVOIRS]
${ofKind('Reservoir')
  .map((r) => `${name(r)} ${r.totalHead}`)
  .join('\n')}
[TANKS]
${ofKind('Tank')
  .map(
    (t) =>
      `${name(t)} ${t.elevation} ${t.level} ${t.minimumLevel} ${t.maximumLevel} ${t.diameter} 0`,
  )
  .join('\n')}
[PIPES]
${ofKind('Pipe')
  .map((p) => `${ends(p)} ${p.length} ${p.diameter} ${p.roughness} 0 OPEN`)
  .join('\n')}
[PUMPS]
${ofKind('Pump')
  .map((p) => `${ends(p)} HEAD ${p.headCurve}`)
  .join('\n')}
[VALVES]
${ofKind('Valve')
  .map((v) => `${ends(v)} ${v.diameter} PRV ${v.setting} 0`)
  .join('\n')}
[STATUS]
${ofKind('Pump')
  .filter((p) => p.running === false)
  .map((p) => `${name(p)} CLOSED`)
  .join('\n')}
[PATTERNS]
${pattern.multipliers.map((factor) => `DAY ${factor}`).join('\n')}
[CURVES]
${curves.map((curve) => `${curve.name} ${curve.x[0]} ${curve.y[0]}`).join('\n')}
[CONTROLS]
${[...own, ...controls].join('\n')}
[TIMES]
HYDRAULIC TIMESTEP 2:00
PATTERN TIMESTEP 2:00
REPORT TIMESTEP 2:00
[OPTIONS]
UNITS LPS
HEADLOSS H-W
[END]
`;
}

const answer = answered('city', 'PumpFails');
const hour = 3600;
const last = 14 * hour;

test.each([
  { run: 'base', until: last, without: [], controls: [] },
  {
    run: 'edited',
    until: 10 * hour,
    without: ['pump-north-2'],
    controls: [`LINK ${short.get('pump-north-1')} CLOSED AT TIME 1`],
  },
] as const)('pressures are those of EPANET ($run)', async ({ run, until, without, controls }) => {
  const rows = inputFile(controls)
    .split('\n')
    .filter((row) => !without.some((pump) => row.split(' ')[1] === short.get(pump)));
  const solutions = await direct(rows.join('\n'), last);
  const times = answer.series('water-aldmouth', 'time', run);
  let compared = 0;
  for (const { time, pressure } of solutions) {
    const at = times.indexOf(time);
    if (at < 0 || time > until) continue;
    compared++;
    for (const twin of ['tank-north', 'junction-northgate-2', 'junction-harbour-2']) {
      const expected = pressure.get(short.get(twin) as string) as number;
      expect(answer.series(twin, 'pressure', run)[at], `${twin} at ${time}`).toBeCloseTo(
        expected,
        2,
      );
    }
  }
  expect(compared).toBeGreaterThan(5);
});

test('every junction has between 20 and 60 metres at any hour of three usual days', async () => {
  const scenario = { base: 0, edits: [], seed: 1, horizonSeconds: 3 * 24 * hour };
  const request = { graph: seedGraph('city'), catalogue: catalogue(), scenario };
  const { outputs, kpis } = await engine().run(request);
  for (const junction of ofKind('Junction')) {
    const pressures = outputs.get(id(junction))?.pressure as number[];
    expect(Math.min(...pressures), id(junction)).toBeGreaterThan(20);
    expect(Math.max(...pressures), id(junction)).toBeLessThan(60);
  }
  expect(kpis.find((kpi) => kpi.name === 'unmetWater')?.value).toBe(0);
});

test('a run that went like one before until something closed is the run that goes alone', async () => {
  const edits = [{ outage: { twin: 'pump-station-harbour', from: 30_000, until: 90_000 } }];
  const scenario = { base: 0, edits, seed: 1, horizonSeconds: 2 * 24 * hour };
  const awake = await engine().run({ graph: seedGraph('city'), catalogue: catalogue(), scenario });
  const request = { graph: seedGraph('city'), catalogue: catalogue() };
  const calm = { ...scenario, edits: [] };
  const first = await engine().run({ ...request, scenario: calm });
  const again = await engine().run({ ...request, scenario: calm });
  expect(again.kpis).toEqual(first.kpis);
  expect(again.outputs).toEqual(first.outputs);
  const woken = await engine().run({ ...request, scenario });
  expect(woken.kpis).toEqual(awake.kpis);
  expect(woken.events).toEqual(awake.events);
  expect(woken.outputs).toEqual(awake.outputs);
});
