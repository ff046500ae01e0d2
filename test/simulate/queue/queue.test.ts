/** The queue mechanism on twins: what it reads off them, and how it meets outages and edits. */
import { describe, expect, test } from 'vitest';
import { behaviourOf } from '../../../src/behaviour/behaviours.ts';
import { queue } from '../../../src/simulate/mechanisms/queue/queue.ts';
import { seedGraph } from '../../seeds/seed-world.ts';
import { core, graphOf, link, testModel, twin } from '../graphs.ts';
import { settingOf, versioned } from '../setting.ts';
import { catalogue, kpi, line, machine, run } from './plants.ts';

const threeMachines = line([
  ['cut', {}],
  ['drill', { cycleTime: 12 }],
  ['paint', {}],
]);

describe('the queue mechanism', () => {
  test('moves a line at the pace of its slowest machine', async () => {
    const result = await run(threeMachines);
    // The first piece takes 32 s, then one leaves every 12.
    expect(kpi(result, 'throughput')).toBe(Math.floor((3600 - 32) / 12) + 1);
    expect(result.outputs.get('drill')).toMatchObject({ starved: 10 / 3600, blocked: 0 });
    expect(result.outputs.get('cut')?.blocked).toBeCloseTo(2 / 12, 2);
    expect(result.random).toBe(false);
  });

  test('stops a machine that is out, and lets its piece go on where it was', async () => {
    const outage = { outage: { twin: 'drill', from: 100, until: 700 } };
    const result = await run(threeMachines, { edits: [outage] });
    // 600 s are lost, no more: 50 pieces.
    expect(kpi(result, 'throughput')).toBe(Math.floor((3600 - 32) / 12) + 1 - 50);
    expect(result.outputs.get('drill')?.down).toBeCloseTo(600 / 3600, 12);
  });

  test('lets nothing in while a source is out', async () => {
    const outage = { outage: { twin: 'stock', from: 0, until: 1800 } };
    const result = await run(threeMachines, { edits: [outage] });
    expect(kpi(result, 'throughput')).toBe(Math.floor((1800 - 32) / 12) + 1);
  });

  test('takes in a timed edit: what is in hand ends by the old time', async () => {
    const edits = [{ at: 1800, set: { twin: 'drill', property: 'cycleTime', value: 6 } }];
    const result = await run(threeMachines, { edits });
    // From then on the others' 10 s count.
    const before = Math.floor((1800 - 32) / 12) + 1;
    expect(kpi(result, 'throughput')).toBeGreaterThan(before + 178);
    expect(kpi(result, 'throughput')).toBeLessThanOrEqual(before + 181);
  });

  test('loses the pieces of a machine that is removed', async () => {
    const edits = [{ at: 1000, removeTwin: { twin: 'paint' } }];
    const result = await run(threeMachines, { edits });
    expect(result.findings.map(({ kind }) => kind)).toContain('lostJobs');
  });

  test('serves M/M/1 with W = 5 services', async () => {
    const changes = [
      twin('customers', core('JobSource'), { interarrivalTime: 1.25, warmUpTime: 5000 }),
      machine('till', { cycleTime: 1, cycleTimeDistribution: 'exponential' }),
      link('customers', 'passesTo', 'till'),
    ];
    const results = [];
    for (let seed = 0; seed < 8; seed++) {
      results.push(await run(changes, { seed, horizonSeconds: 60_000 }));
    }
    const waits = results.map((result) => kpi(result, 'flowTime'));
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    expect(Math.abs(mean - 5)).toBeLessThan(0.35);
    expect(results[0]?.random).toBe(true);
    expect(new Set(waits).size).toBe(8);
  });

  test('gives the same result whatever order the graph came about in', async () => {
    const twins = threeMachines.filter((change) => 'addTwin' in change);
    const links = threeMachines.filter((change) => !('addTwin' in change));
    const other = await run([...twins.reverse(), ...links.reverse()]);
    const one = await run(threeMachines);
    expect(other.kpis).toEqual(one.kpis);
    expect(other.findings).toEqual(one.findings);
  });

  test('runs a job shop of single jobs, and says when each was done', async () => {
    const job = (id: string, dueTime: number) => twin(id, core('Job'), { releaseTime: 0, dueTime });
    const visit = (id: string, to: string, position: number, time: number) =>
      link(id, 'visits', to, { position, time });
    const result = await run([
      machine('lathe'),
      machine('mill'),
      job('a', 5),
      job('b', 9),
      visit('a', 'mill', 2, 2),
      visit('a', 'lathe', 1, 3),
      visit('b', 'mill', 1, 4),
      visit('b', 'lathe', 2, 1),
    ]);
    expect(result.outputs.get('a')).toMatchObject({ completed: 6, flowTime: 6, tardiness: 1 });
    expect(result.outputs.get('b')).toMatchObject({ completed: 5, flowTime: 5, tardiness: 0 });
    expect([kpi(result, 'tardyJobs'), kpi(result, 'tardiness')]).toEqual([1, 0.5]);
  });

  test('keeps constant work in progress, works in shifts and waits for transporters', async () => {
    const result = await run(
      [
        twin('cards', core('JobSource'), { workInProgress: 2 }),
        machine('press'),
        machine('oven'),
        twin('day', core('Shift'), { period: 200, begins: [0], ends: [100] }),
        twin('cart', core('Transporter')),
        link('cards', 'passesTo', 'press'),
        link('press', 'passesTo', 'oven', { travelTime: 5 }),
        link('press', 'movedBy', 'cart'),
        link('oven', 'worksIn', 'day'),
      ],
      { horizonSeconds: 200 },
    );
    expect(kpi(result, 'workInProgress')).toBe(2);
    expect(result.outputs.get('oven')?.offShift).toBe(0.5);
    // The oven ends at 25, 35, 50, 60, 75, 85 and, as its shift does, at 100.
    expect(kpi(result, 'throughput')).toBeCloseTo(7 * 18, 9);
  });
});

describe('a run that starts again', () => {
  const graph = graphOf([
    twin('orders', core('JobSource'), { interarrivalTime: 12, warmUpTime: 100 }),
    machine('saw', { cycleTimeVariation: 0.5, meanTimeBetweenFailures: 300, meanTimeToRepair: 20 }),
    link('orders', 'passesTo', 'saw'),
  ]);
  const setting = settingOf(graph, catalogue, 5000);
  const through = (begun: ReturnType<typeof queue.init>) => {
    for (const [time, works] of [
      [0, true],
      [1000, false],
      [1500, true],
    ] as const) {
      begun.step(versioned({ time, graph, works: () => works, outages: () => [] }));
    }
    const { kpis, findings, twins } = begun.outputs();
    return { kpis, findings, twins: [...twins()] };
  };

  test('with another seed is the run that begins with it', () => {
    const again = queue.init(setting);
    through(again);
    again.restart?.(8);
    expect(through(again)).toEqual(through(queue.init({ ...setting, seed: 8 })));
  });

  test('counts nothing of its warm-up', () => {
    const { twins } = through(queue.init({ ...setting, horizonSeconds: 1600 }));
    // Out from 1000 to 1500, of 1500 s that count.
    expect(Object.fromEntries(twins).saw?.down).toBeGreaterThanOrEqual(1 / 3);
  });

  test('gives figures alone where nobody asks for more', () => {
    const { findings, kpis } = through(queue.init({ ...setting, figuresOnly: true }));
    expect(findings).toEqual([]);
    expect(kpis.map(({ name }) => name)).toEqual(['throughput', 'workInProgress', 'flowTime']);
  });
});

describe('its findings', () => {
  test('name the bottleneck, how active it is and what one more machine is worth', async () => {
    const { findings } = await run(threeMachines);
    expect(findings.map(({ kind }) => kind)).toEqual(['bottleneck', 'price']);
    // With two drills the line runs at 10 s: 357 pieces instead of 298.
    const gain = { kpi: 'throughput', amount: expect.closeTo(59, 9), per: 'machine' };
    const active = expect.closeTo(0.997, 3);
    expect(findings[0]?.twins).toEqual([
      { twin: 'drill', value: active, utilisation: active, gain },
    ]);
    expect(findings[1]?.twins).toEqual([{ twin: 'drill', value: expect.closeTo(59, 9) }]);
    expect(findings[0]?.text).toBe(
      'drill holds the system up: its machines are active 99.7 % of the time, 3590 s at a stretch, and its neighbours wait for it more than it waits for them.',
    );
    expect(findings[1]?.text).toBe('One more machine at drill is worth 59 jobs an hour.');
  });

  test('are none of a line that has time to spare, and that more machines would not speed up', async () => {
    const { findings, kpis } = await run([
      twin('orders', core('JobSource'), { interarrivalTime: 20 }),
      machine('saw'),
      link('orders', 'passesTo', 'saw'),
    ]);
    expect(findings).toEqual([]);
    expect(kpis.find(({ name }) => name === 'throughput')?.unit).toBe('jobPerHour');
  });

  test('call a machine full that is active all the time that its shift gives it', async () => {
    const { findings } = await run([
      ...line([['saw', {}]]),
      twin('day', core('Shift'), { period: 3600, begins: [0], ends: [900] }),
      link('saw', 'worksIn', 'day'),
    ]);
    expect(findings[0]?.twins).toMatchObject([{ twin: 'saw', value: 0.25, utilisation: 1 }]);
  });

  test('say that jobs come faster than they can be done', async () => {
    const { findings } = await run([
      twin('orders', core('JobSource'), { interarrivalTime: 8 }),
      machine('saw'),
      link('orders', 'passesTo', 'saw'),
    ]);
    const overload = findings.find(({ kind }) => kind === 'overload');
    expect(overload?.twins).toEqual([{ twin: 'saw', value: 1.25, utilisation: 1.25 }]);
    expect(overload?.text).toBe(
      'Jobs come faster than they can be done: they ask saw for 125 % of what it can do.',
    );
  });

  test('say that all wait for one another', async () => {
    const circle = [
      ...line([
        ['a', {}],
        ['b', {}],
      ]),
      link('b', 'passesTo', 'a'),
    ];
    const { findings } = await run(circle);
    expect(findings.map(({ kind }) => kind)).toContain('deadlock');
  });
});

describe('a station that others count on', () => {
  const customer = [
    twin('shop', testModel('Load')),
    link('shop', 'dependsOn', 'paint', { failureDelay: 0 }),
  ];
  const tolerant = line([
    ['cut', {}],
    ['paint', { starvationTolerance: 60 }],
  ]);
  const outage = { outage: { twin: 'cut', from: 100, until: 700 } };

  test('runs short when it has finished nothing for its tolerance, because of who is down', async () => {
    const { events } = await run([...tolerant, ...customer], { edits: [outage] });
    const short = events.filter(({ mechanism }) => mechanism === 'queue');
    // Pieces leave paint at 20, 30 … 110 (the one cut at 100 is out); the next at 720.
    expect(short.map(({ twin: id, effect, time }) => [id, effect, time])).toEqual([
      ['paint', 'runsShort', expect.closeTo(160, -2)],
      ['paint', 'replenished', expect.closeTo(720, -2)],
    ]);
    expect(events.some(({ twin: id, effect }) => id === 'shop' && effect === 'fails')).toBe(true);
  });

  test('is in no trouble without a tolerance', async () => {
    const plain = line([
      ['cut', {}],
      ['paint', {}],
    ]);
    const { events } = await run([...plain, ...customer], { edits: [outage] });
    expect(events.filter(({ mechanism }) => mechanism === 'queue')).toEqual([]);
  });
});

describe('twins that cannot be meant', () => {
  const source = twin('orders', core('JobSource'), { interarrivalTime: 10 });
  test.each([
    [
      'shares that do not sum',
      [
        source,
        machine('a'),
        machine('b'),
        link('orders', 'passesTo', 'a', { share: 0.5 }),
        link('orders', 'passesTo', 'b', { share: 0.4 }),
      ],
      'BAD_USER_INPUT orders/passesTo/share: the shares sum to 0.9; expected shares that sum to 1; correct the twin',
    ],
    [
      'no way in',
      [source],
      'BAD_USER_INPUT orders/passesTo: its jobs have nowhere to go; expected a processor to pass them to; correct the twin',
    ],
    [
      'a way to no processor',
      [source, link('orders', 'passesTo', 'orders')],
      'BAD_USER_INPUT orders/passesTo: orders cannot take part; expected a twin with dtmi:linchpin:core:Processor;1; correct the twin',
    ],
    [
      'no rate',
      [twin('orders', core('JobSource')), machine('a'), link('orders', 'passesTo', 'a')],
      'BAD_USER_INPUT orders/interarrivalTime: it is not known when jobs come; expected interarrivalTime or workInProgress; correct the twin',
    ],
    [
      'negative time',
      [source, machine('a', { cycleTime: -1 }), link('orders', 'passesTo', 'a')],
      'BAD_USER_INPUT a/cycleTime: -1 cannot be meant here; expected a time of zero or more; correct the value',
    ],
    [
      'unknown rule',
      [source, machine('a', { dispatchingRule: 'mine' }), link('orders', 'passesTo', 'a')],
      'BAD_USER_INPUT a/dispatchingRule: "mine" is not known; expected one of firstComeFirstServed, shortestProcessingTime, earliestDueDate, highestPriority; correct the twin',
    ],
    [
      'nothing to visit',
      [twin('job', core('Job'))],
      'BAD_USER_INPUT job/visits: it has nothing to visit; expected one processor or more; correct the twin',
    ],
  ])('such as %s are refused', async (_, changes, message) => {
    await expect(run(changes)).rejects.toThrow(message);
  });
});

describe('a plant without sources of jobs', () => {
  test('has no part in the mechanism, as the plant of the seeds', () => {
    const seed = seedGraph('plant');
    for (const id of queue.behaviours) {
      expect(behaviourOf(graphOf([]), catalogue, id).isPresent()).toBe(false);
      expect([...seed.models()].some((model) => model === id)).toBe(false);
    }
  });

  test('stays out of a run with other sources', async () => {
    const result = await run([...threeMachines, machine('elsewhere')]);
    expect(result.outputs.get('elsewhere')?.throughput).toBeUndefined();
  });
});
