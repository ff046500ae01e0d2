import { describe, expect, it } from 'vitest';
import { convertor, customer, flowLink, runFlow, supply } from './flow-graphs.ts';

describe('a flow network that cannot be meant', () => {
  it.each([
    [
      { capacity: -1 },
      'a-b/capacity: the flow mechanism cannot use -1; expected a number of 0 or more',
    ],
    [
      { unitCost: -2 },
      'a-b/unitCost: the flow mechanism cannot use -2; expected a number of 0 to 1000000000000000',
    ],
    [
      { capacity: 'wide' },
      'a-b/capacity: the flow mechanism cannot use "wide"; expected a number of 0 or more',
    ],
    [
      { capacity: 3, minimumFlow: 4 },
      'a-b/minimumFlow: the flow mechanism cannot use 4; expected a number of 0 to 3',
    ],
  ])('is refused: %j', async (properties, message) => {
    const changes = [
      supply('a'),
      customer('b', { demandRate: 1 }),
      ...flowLink('a', 'b', properties),
    ];
    await expect(runFlow(changes)).rejects.toThrow(`BAD_USER_INPUT ${message}`);
  });

  it.each([
    [{ demandRate: Number.NaN }, 'b/demandRate'],
    [{ demandRate: -3 }, 'b/demandRate'],
    [{ demandRate: 1, minimumService: 1.5 }, 'b/minimumService'],
  ])('is refused at the customer: %j', async (properties, where) => {
    const changes = [supply('a'), customer('b', properties), ...flowLink('a', 'b')];
    await expect(runFlow(changes)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', where });
  });

  it('is refused for a recipe with a quantity that is no amount', async () => {
    const mill = convertor('mill', { commodity: 'flour', inputs: { grain: 0 } });
    const changes = [mill, customer('b', { commodity: 'flour' }), ...flowLink('mill', 'b')];
    await expect(runFlow(changes)).rejects.toMatchObject({ where: 'mill/inputs/grain' });
  });
});
