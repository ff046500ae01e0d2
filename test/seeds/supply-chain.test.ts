/** The supply chain adds up: bills of materials, demand, stock levels, capacities, alternatives. */
import { describe, expect, test } from 'vitest';
import { quantity, seedGraph, sourcesOf, targetsOf, twinsOf } from './seed-world.ts';

const graph = seedGraph('supply-chain');
const ids = (model: string) => twinsOf(graph, model).map(({ id }) => id);
const text = (twin: string, property: string) => String(graph.twin(twin)?.properties[property]);
const only = (twins: readonly string[]): string => {
  expect(twins).toHaveLength(1);
  return twins[0] as string;
};

interface Flow {
  readonly transit: string;
  readonly from: string;
  readonly to: string;
}

const flows: readonly Flow[] = ids('core:Transit').map((transit) => ({
  transit,
  from: only(targetsOf(graph, transit, 'carriesFrom')),
  to: only(targetsOf(graph, transit, 'carriesTo')),
}));

/** Mean units a day that leave a stock when every transit of first preference is used. */
function meanDemand(stock: string): number {
  const orders = sourcesOf(graph, stock, 'servedBy');
  const asked = orders.map((order) => quantity(graph, order, 'demandMean'));
  const drawn = flows
    .filter(({ transit, from }) => from === stock && quantity(graph, transit, 'preference') === 0)
    .map(
      ({ transit, to }) =>
        meanDemand(to) * (graph.number(graph.indexOf(transit), 'quantityPer') || 1),
    );
  return [...asked, ...drawn].reduce((sum, units) => sum + units, 0);
}

/** The days from an order to its arrival, over the transits of first preference. */
function leadTime(stock: string): number {
  const inbound = flows.filter(
    ({ transit, to }) => to === stock && quantity(graph, transit, 'preference') === 0,
  );
  return Math.max(...inbound.map(({ transit }) => quantity(graph, transit, 'leadTimePeriods')));
}

describe('bills of materials', () => {
  test('the lines at work carry what the items consist of', () => {
    const atWork = ids('supplychain:BomLine').map((line) => {
      const [from, to] = ['carriesFrom', 'carriesTo'].map((end) =>
        only(targetsOf(graph, only(targetsOf(graph, line, end)), 'ofItem')),
      );
      return `${to} ← ${quantity(graph, line, 'quantityPer')} × ${from}`;
    });
    const designed = ids('supplychain:Item').flatMap((item) =>
      [...graph.relationshipsOf(item, 'out')]
        .filter(({ name }) => name === 'consistsOf')
        .map(({ target, properties }) => `${item} ← ${properties.quantity} × ${target}`),
    );
    expect(atWork.sort()).toEqual(designed.sort());
  });

  test('each is made where its components lie', () => {
    for (const line of ids('supplychain:BomLine')) {
      const sites = ['carriesFrom', 'carriesTo'].map((end) =>
        only(targetsOf(graph, only(targetsOf(graph, line, end)), 'heldAt')),
      );
      expect(sites).toEqual(Array(2).fill(only(targetsOf(graph, line, 'runsOn'))));
    }
  });
});

describe('stocks', () => {
  test.each(ids('supplychain:Stock'))('%s is filled, used and named after its item', (stock) => {
    expect(flows.some(({ to }) => to === stock)).toBe(true);
    expect(meanDemand(stock)).toBeGreaterThan(0);
    expect(`item-${text(stock, 'item')}`).toBe(only(targetsOf(graph, stock, 'ofItem')));
    expect(stock).toBe(`stock-${text(stock, 'item')}-${only(targetsOf(graph, stock, 'heldAt'))}`);
  });

  test('levels cover the demand of the lead time and a review with days to spare', () => {
    for (const stock of ids('supplychain:Stock')) {
      const cover = quantity(graph, stock, 'baseStockLevel') / meanDemand(stock);
      expect(cover, stock).toBeGreaterThan(leadTime(stock) + 2);
      expect(cover, stock).toBeLessThan(leadTime(stock) + 30);
    }
  });

  test('what lanes bring is the item of the stock, and transports keep it one to one', () => {
    for (const { transit, from, to } of flows) {
      if (graph.twin(transit)?.model !== 'dtmi:linchpin:supplychain:Lane;1') continue;
      const carried = from.startsWith('supplier-') ? text(from, 'commodity') : text(from, 'item');
      expect(carried, transit).toBe(text(to, 'item'));
    }
  });
});

describe('suppliers', () => {
  const bought = ids('supplychain:Stock').filter((stock) =>
    flows.some(({ from, to }) => to === stock && from.startsWith('supplier-')),
  );
  const suppliersOf = (stock: string) => flows.filter(({ to }) => to === stock);

  test('some parts have alternatives in an order of preference, some a single source', () => {
    const counts = bought.map((stock) => suppliersOf(stock).length);
    expect(counts.filter((count) => count === 1).length).toBeGreaterThanOrEqual(5);
    expect(counts.filter((count) => count >= 2).length).toBeGreaterThanOrEqual(10);
    for (const stock of bought) {
      const order = suppliersOf(stock).map(({ transit }) => quantity(graph, transit, 'preference'));
      expect(order.sort(), stock).toEqual(order.map((_, index) => index));
    }
  });

  test('each can deliver more than the chain needs of its item', () => {
    for (const stock of bought) {
      for (const { from } of suppliersOf(stock)) {
        expect(quantity(graph, from, 'capacity'), from).toBeGreaterThan(meanDemand(stock) * 1.3);
      }
    }
  });

  test('those of the second tier deliver material to those of the first', () => {
    for (const supplier of ids('supplychain:Supplier')) {
      const tier = quantity(graph, supplier, 'tier');
      for (const source of targetsOf(graph, supplier, 'sourcesFrom')) {
        expect(quantity(graph, source, 'tier'), supplier).toBe(tier + 1);
      }
      if (tier === 2) expect(sourcesOf(graph, supplier, 'sourcesFrom')).not.toEqual([]);
    }
  });
});

test('every order is of one customer and served with the item it asks for', () => {
  for (const order of ids('supplychain:CustomerOrder')) {
    only(sourcesOf(graph, order, 'places'));
    const stock = only(targetsOf(graph, order, 'servedBy'));
    expect(targetsOf(graph, stock, 'ofItem')).toEqual(targetsOf(graph, order, 'forItem'));
  }
});
