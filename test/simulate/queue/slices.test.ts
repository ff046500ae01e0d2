/** A run of millions of events lets others have their turn, and ends when nobody wants it any more. */
import { expect, test } from 'vitest';
import { engine } from '../../../src/simulate/engine/engine.ts';
import { QueueSimulation } from '../../../src/simulate/mechanisms/queue/queue-simulation.ts';
import { Slices } from '../../../src/simulate/mechanisms/queue/slices.ts';
import { core, graphOf, link, twin } from '../graphs.ts';
import { arrivals, exponential, modelOf, source, station } from './models.ts';
import { catalogue } from './plants.ts';

const graph = graphOf([
  twin('door', core('JobSource'), { interarrivalTime: 10 }),
  twin('m', core('Processor'), { cycleTime: 8, cycleTimeDistribution: 'exponential' }),
  link('door', 'passesTo', 'm'),
]);

test('a run ends soon after its signal', async () => {
  const stop = new AbortController();
  // About twenty million events, which take seconds.
  const scenario = { base: 0, edits: [], seed: 1, horizonSeconds: 1e8 };
  const run = engine().run({ graph, catalogue, scenario, signal: stop.signal });
  let turns = 0;
  const timer = setInterval(() => {
    if (++turns === 3) stop.abort(new Error('nobody waits'));
  }, 1);
  await expect(run).rejects.toThrow('nobody waits');
  clearInterval(timer);
  expect(turns).toBeLessThan(10);
});

test('slices hold some fifty thousand events each, from a start that knows nothing', () => {
  const sources = [source(arrivals(exponential(1)))];
  const simulation = new QueueSimulation(modelOf([station('a')], sources));
  const slices = new Slices();
  const events: number[] = [];
  for (let time = 0; events.length < 40; time = slices.end) {
    const before = simulation.events;
    simulation.run(time, true);
    events.push(simulation.events - before);
    slices.reach(time, simulation);
    expect(slices.end).toBeGreaterThan(time);
  }
  expect(Math.max(...events)).toBeLessThan(110_000);
  expect(Math.min(...events.slice(25))).toBeGreaterThan(40_000);
});

test('a slice ends at the next event at the earliest, and never where there is none', () => {
  const list = { kind: 'list' as const, list: [{ type: 0, release: 1e6 }] };
  const simulation = new QueueSimulation(modelOf([station('a')], [source(list)]));
  const slices = new Slices();
  simulation.run(0, true);
  slices.reach(0, simulation);
  expect(slices.end).toBe(1e6);
  simulation.run(2e6, true);
  slices.reach(2e6, simulation);
  expect(slices.end).toBe(Number.POSITIVE_INFINITY);
});
