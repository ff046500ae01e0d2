/** The queues of the plant's tour, held against what releases and cycle times of the file allow. */
import { expect, test } from 'vitest';
import { rawWorld } from '../raw-world.ts';
import { answered, simulated } from './answers.ts';

const world = rawWorld('plant');
const id = (twin: { $dtId?: unknown } | undefined) => String(twin?.$dtId);

/** The stations of a line in turn, with their seconds for a piece. */
function chain(line: string) {
  const stations: { station: string; cycle: number }[] = [];
  let [next] = world.targets(world.twin(`release-${line}`), 'passesTo');
  for (; next !== undefined; [next] = world.targets(next, 'passesTo')) {
    if (world.kind(next) !== 'Station') continue;
    stations.push({ station: id(next), cycle: Number(next.cycleTime) });
  }
  return stations;
}

const lines = ['circuits', 'final-1', 'final-2'];
const pace = (line: string) => Number(world.twin(`release-${line}`).interarrivalTime);
const slowest = (stations: readonly { cycle: number }[]) =>
  Math.max(...stations.map(({ cycle }) => cycle));

/** Pieces an hour that all lines could bring at most, with another pace and cycle at brazing. */
function most({ release = pace('circuits'), brazing = 94 } = {}): number {
  const perHour = lines.map((line) => {
    const stations = chain(line).map((each) =>
      each.station === 'station-circuits-brazing' ? { ...each, cycle: brazing } : each,
    );
    return 3600 / Math.max(line === 'circuits' ? release : pace(line), slowest(stations));
  });
  return perHour.reduce((sum, each) => sum + each, 0);
}

/** In a shift that begins with empty lines, the first pieces take their way first. */
const nearly = 0.93;

const wish = answered('plant', 'MoreCircuits');
const second = answered('plant', 'WithTwoMachines', simulated);

test('lines bring what their releases and slowest stations allow, and no more', () => {
  const runs = [
    [wish.kpi('throughput', 'base'), most()],
    [wish.kpi('throughput'), most({ release: 90 })],
    [second.kpi('throughput'), most({ release: 90, brazing: 47 })],
  ] as const;
  for (const [throughput, bound] of runs) {
    expect(throughput).toBeLessThanOrEqual(bound);
    expect(throughput).toBeGreaterThan(bound * nearly);
  }
  const [now, more, machine] = runs.map(([throughput]) => throughput);
  expect(more).toBeGreaterThan(now as number);
  expect(machine).toBeGreaterThan(more as number);
});

test('the slowest station holds the line up, and after it the next', () => {
  const [first, next] = chain('circuits').sort((a, b) => b.cycle - a.cycle);
  expect(wish.finding('bottleneck').twins[0]?.twinId).toBe(first?.station);
  expect(first?.station).toBe('station-circuits-brazing');
  expect(second.finding('bottleneck').text).toContain(`${next?.station} holds`);
});

test('a station is busy for its pieces and their cycle time', () => {
  for (const run of ['base', 'edited'] as const) {
    for (const { station, cycle } of chain('circuits')) {
      if (!/bending|brazing|charging/.test(station)) continue;
      const pieces = wish.output(station, 'throughput', run);
      const busy = (pieces * cycle) / 3600;
      expect(wish.output(station, 'utilisation', run) / busy, station).toBeCloseTo(1, 1);
    }
  }
  expect(wish.output('station-circuits-brazing', 'queue')).toBeGreaterThan(1);
  expect(second.output('station-circuits-brazing', 'queue')).toBeLessThan(0.1);
});
