import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/model/change.ts';
import { convertor, customer, flowLink, gate, outage, runFlow, supply } from './flow-graphs.ts';

describe('flow of several commodities', () => {
  const shared: Change[] = [
    supply('farm', { commodity: 'milk' }),
    supply('dairy', { commodity: 'cheese', unitCost: 2 }),
    gate('station'),
    ...flowLink('farm', 'station'),
    ...flowLink('dairy', 'station', { commodity: 'cheese' }),
    gate('market'),
    ...flowLink('station', 'market', { capacity: 10, unitCost: 1 }, 'train'),
    customer('drinkers', { commodity: 'milk', demandRate: 8 }),
    customer('eaters', { commodity: 'cheese', demandRate: 8 }),
    ...flowLink('market', 'drinkers'),
    ...flowLink('market', 'eaters'),
  ];

  it('shares a link that names none, and finds it the bottleneck', async () => {
    const { kpi, outputs, texts } = await runFlow(shared);
    expect(kpi('flow.milk')).toBeCloseTo(8, 9);
    expect(kpi('flow.cheese')).toBeCloseTo(2, 9);
    expect(kpi('flowCost')).toBeCloseTo(14, 9);
    expect(outputs.get('train')).toMatchObject({ flow: expect.closeTo(10, 9) });
    expect(texts('minimumCut')).toEqual(['train lets 2 through where 8 are asked.']);
    expect(texts('bottleneck')).toEqual([
      'train is full: a capacity larger by 1 would serve up to 1 more.',
    ]);
    const closed = await runFlow(shared, [outage('train')]);
    expect(closed.texts('minimumCut')).toEqual([
      'the cut of train lets 0 through where 16 are asked; train is out.',
    ]);
  });
});

describe('a bill of materials', () => {
  const cars: Change[] = [
    supply('wheelwright', { commodity: 'wheel', capacity: 40, unitCost: 5 }),
    supply('engine-works', { commodity: 'engine', capacity: 20, unitCost: 100 }),
    convertor('assembly', {
      commodity: 'car',
      inputs: { wheel: 4, engine: 1 },
      capacity: 12,
      unitCost: 50,
    }),
    ...flowLink('wheelwright', 'assembly', { unitCost: 1 }),
    ...flowLink('engine-works', 'assembly'),
    customer('dealer', { commodity: 'car', demandRate: 15 }),
    ...flowLink('assembly', 'dealer', { unitCost: 10 }),
  ];

  it('makes what the scarcest input allows, and prices it', async () => {
    const { kpi, outputs, texts, events } = await runFlow(cars);
    expect(kpi('flow.car')).toBeCloseTo(10, 9);
    expect(kpi('unmet.car')).toBeCloseTo(5, 9);
    expect(kpi('flowCost')).toBeCloseTo(10 * (4 * 6 + 100 + 50 + 10), 6);
    expect(outputs.get('assembly')).toMatchObject({
      flow: expect.closeTo(10, 9),
      residual: expect.closeTo(2, 9),
      'price.engine': expect.closeTo(100, 6),
    });
    expect(texts('minimumCut')).toEqual(['wheelwright lets 10 through where 15 are asked.']);
    expect(texts('bottleneck')).toEqual([
      'wheelwright is full: a capacity larger by 1 would serve up to 0.25 more.',
    ]);
    expect(events[0]).toMatchObject({ twin: 'dealer', causes: [{ twin: 'wheelwright' }] });
  });

  it('makes nothing while an input or the convertor is out', async () => {
    for (const id of ['assembly', 'wheelwright', 'engine-works-assembly']) {
      const { kpi, texts } = await runFlow(cars, [outage(id)]);
      expect(kpi('flow.car')).toBeCloseTo(0, 9);
      expect(texts('minimumCut')[0]).toContain(`${id} is out`);
    }
  });

  it('is refused when it goes round in a circle, with the circle named', async () => {
    const round = [
      ...cars,
      convertor('foundry', { commodity: 'wheel', inputs: { scrap: 2 } }),
      convertor('breaker', { commodity: 'scrap', inputs: { car: 1 } }),
      ...flowLink('breaker', 'foundry'),
      ...flowLink('foundry', 'assembly'),
    ];
    await expect(runFlow(round)).rejects.toThrow(
      'BAD_USER_INPUT breaker/inputs: the bill of materials goes round: ' +
        'breaker (scrap) → foundry (wheel) → assembly (car) → breaker (scrap)',
    );
    const own = convertor('still', { commodity: 'gin', inputs: { gin: 2 } });
    await expect(runFlow([own, customer('bar'), ...flowLink('still', 'bar')])).rejects.toThrow(
      'still/inputs: the bill of materials goes round: still (gin) → still (gin)',
    );
  });
});
