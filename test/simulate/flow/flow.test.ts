import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/model/change.ts';
import { resolveOntology } from '../../../src/ontology/resolve.ts';
import { core, lane, link, twin } from '../graphs.ts';
import { customer, flowDocuments, flowLink, gate, outage, runFlow, supply } from './flow-graphs.ts';

/** Two mills, the cheaper behind a narrow road; 120 tonnes are asked beyond the depot. */
const mills: Change[] = [
  supply('mill-a', { commodity: 'grain', capacity: 100, unitCost: 1 }),
  supply('mill-b', { capacity: 50, unitCost: 3 }),
  twin('depot', core('Asset')),
  ...flowLink('mill-a', 'depot', { capacity: 80, unitCost: 2, capacityUnit: 'tonne' }),
  ...flowLink('mill-b', 'depot', { unitCost: 1 }),
  customer('shop', { demandRate: 70, demandUnit: 'tonne' }),
  customer('store', { demandRate: 50, demandUnit: 'tonne' }),
  ...flowLink('depot', 'shop'),
  ...flowLink('depot', 'store', { unitCost: 5 }),
];

describe('static flow', () => {
  it('serves all at least cost, with the prices and the bottleneck that follow', async () => {
    const { kpi, outputs, texts, findings } = await runFlow(mills);
    expect([kpi('flow.grain'), kpi('unmet.grain'), kpi('flowCost')]).toEqual([120, 0, 650]);
    expect(outputs.get('mill-a-depot')).toMatchObject({ flow: 80, residual: 0 });
    expect(outputs.get('mill-b')).toMatchObject({ flow: 40, residual: 10, price: 3 });
    expect(outputs.get('depot')).toMatchObject({ price: 4 });
    expect(outputs.get('store')).toMatchObject({ flow: 50, unmet: 0, price: 9 });
    expect(texts('bottleneck')).toEqual([
      'mill-a-depot is full: a capacity larger by 1 tonne would lower costs by up to 1.',
    ]);
    expect(findings.map(({ kind }) => kind)).toEqual(['bottleneck']);
  });

  it('names the cut, who goes short and why, when a link is out', async () => {
    const { kpi, outputs, texts, events } = await runFlow(mills, [outage('mill-b-depot')]);
    expect([kpi('flow.grain'), kpi('unmet.grain'), kpi('flowCost')]).toEqual([80, 40, 290]);
    expect(texts('minimumCut')).toEqual([
      'the cut of mill-b-depot and mill-a-depot lets 80 tonne through where 120 are asked; mill-b-depot is out.',
    ]);
    expect(texts('unmet')).toEqual(['40 of 120 grain asked are not served: store (40).']);
    expect(texts('bottleneck')).toEqual([
      'mill-a-depot is full: a capacity larger by 1 tonne would serve up to 1 more.',
    ]);
    expect(outputs.get('store')).toMatchObject({ flow: 10, unmet: 40 });
    expect(outputs.get('mill-b-depot')).toMatchObject({ flow: 0 });
    const short = events.find(({ effect }) => effect === 'runsShort');
    expect(short).toMatchObject({ twin: 'store', mechanism: 'flow', step: 1 });
    expect(short?.causes).toEqual([{ twin: 'mill-b-depot' }, { twin: 'mill-a-depot' }]);
  });

  it('keeps lowest, highest and mean over an outage that ends', async () => {
    const { kpi, events, texts } = await runFlow(mills, [outage('mill-b', 25, 50)]);
    expect([kpi('flow.grain'), kpi('flow.grain.lowest'), kpi('flow.grain.mean')]).toEqual([
      120, 80, 110,
    ]);
    expect([kpi('unmet.grain'), kpi('unmet.grain.most'), kpi('unmet.grain.mean')]).toEqual([
      0, 40, 10,
    ]);
    expect([kpi('flowCost'), kpi('flowCost.mean')]).toEqual([650, 560]);
    expect(texts('minimumCut')).toEqual([]);
    expect(events.map(({ time, twin: id, effect }) => [time, id, effect])).toEqual([
      [25, 'mill-b', 'fails'],
      [25, 'store', 'runsShort'],
      [50, 'mill-b', 'recovers'],
      [50, 'store', 'replenished'],
    ]);
  });

  it('lets a demand be content with its minimum service, and fails what needs one that is not', async () => {
    const modest = mills.map((change) =>
      'addTwin' in change && change.addTwin.id === 'store'
        ? customer('store', { demandRate: 50, minimumService: 0.2 })
        : change,
    );
    const needy = [customer('bakery'), link('bakery', 'dependsOn', 'store')];
    const content = await runFlow([...modest, ...needy], [outage('mill-b')]);
    expect(content.events.map(({ twin: id }) => id)).toEqual(['mill-b']);
    const short = await runFlow([...mills, ...needy], [outage('mill-b')]);
    expect(short.events.map(({ twin: id }) => id)).toEqual(['mill-b', 'store', 'bakery']);
  });

  it('solves again when a timed edit changes a capacity', async () => {
    const scale = { twin: 'mill-a-depot', property: 'capacity', factor: 0.25 };
    const { kpi, events } = await runFlow(mills, [{ scale, at: 40 }]);
    expect([kpi('flow.grain'), kpi('flow.grain.mean'), kpi('unmet.grain.most')]).toEqual([
      70, 90, 50,
    ]);
    expect(events.map(({ time, effect }) => [time, effect])).toEqual([[40, 'runsShort']]);
  });

  it('takes any amount for unlimited beyond those that add up exactly', async () => {
    const vast = [
      supply('sea', { capacity: 1e300, unitCost: 1e15 }),
      customer('city', { demandRate: 2 }),
      ...flowLink('sea', 'city', { capacity: 1e308 }),
    ];
    const { kpi, outputs } = await runFlow(vast);
    expect([kpi('flow.goods'), kpi('flowCost')]).toEqual([2, 2e15]);
    expect(outputs.get('sea')).toMatchObject({ flow: 2 });
    expect(outputs.get('sea')).not.toHaveProperty('residual');
  });

  it('moves the transits of another ontology that a binding makes links', async () => {
    const lanes = [
      supply('sea', { commodity: 'fish' }),
      customer('city', { demandRate: 4 }),
      ...lane('boat', ['sea', 'city'], { quantityPer: 3, preference: 2 }, core('Transit')),
    ];
    const binding = {
      interface: core('Transit'),
      behaviour: core('FlowLink'),
      properties: { capacity: 'quantityPer', unitCost: 'preference' },
    };
    const { catalogue } = resolveOntology(flowDocuments, [binding]);
    const { kpi } = await runFlow(lanes, [], catalogue);
    expect([kpi('flow.fish'), kpi('unmet.fish'), kpi('flowCost')]).toEqual([3, 1, 6]);
    expect((await runFlow(lanes)).kpi('flow.fish')).toBeUndefined();
  });

  it('counts what a customer that does not work asks for as unmet', async () => {
    const { kpi, texts } = await runFlow(mills, [outage('shop')]);
    expect([kpi('flow.grain'), kpi('unmet.grain')]).toEqual([50, 70]);
    expect(texts('minimumCut')).toEqual([]);
  });

  it('lets no more through a place than its capacity, and nothing while it is out', async () => {
    const narrow = mills.map((change, index) =>
      index === 2 ? gate('depot', { capacity: 90 }) : change,
    );
    const { kpi, texts, outputs } = await runFlow(narrow);
    expect(kpi('flow.grain')).toBe(90);
    expect(texts('minimumCut')).toEqual([
      'the cut of depot lets 90 tonne through where 120 are asked.',
    ]);
    expect(outputs.get('depot')).toMatchObject({ flow: 90, residual: 0 });
    const closed = await runFlow(narrow, [outage('depot')]);
    expect(closed.texts('minimumCut')).toEqual([
      'the cut of depot lets 0 tonne through where 120 are asked; depot is out.',
    ]);
  });

  it('explains a customer that nothing leads to, be its link removed or never there', async () => {
    const removed = await runFlow(mills, [{ removeTwin: { twin: 'depot-shop', detach: true } }]);
    expect(removed.kpi('unmet.grain')).toBe(70);
    expect(removed.texts('minimumCut')).toEqual(['nothing can come to shop.']);
    const alone = await runFlow([customer('island', { demandRate: 3 })]);
    expect([alone.kpi('unmet.goods'), alone.kpi('flowCost')]).toEqual([3, 0]);
  });

  it('takes parallel links, and leaves out loops and links without an end', async () => {
    const odd = [
      ...flowLink('mill-a', 'depot', { capacity: 20, unitCost: 2 }, 'second'),
      ...flowLink('depot', 'depot', { capacity: 5 }, 'loop'),
      twin('nowhere', core('FlowLink'), { capacity: 5 }),
      link('nowhere', 'carriesFrom', 'depot'),
    ];
    const { kpi, outputs } = await runFlow([...mills, ...odd]);
    expect(kpi('flowCost')).toBe(630);
    expect(outputs.has('nowhere') && outputs.get('nowhere')?.flow !== undefined).toBe(false);
  });

  it('keeps minimum flows, and says so where they cannot be kept', async () => {
    const ring = (least: number) => [
      supply('well', { capacity: 10, unitCost: 1 }),
      customer('town', { demandRate: 6 }),
      ...flowLink('well', 'town', { unitCost: 1 }, 'near'),
      ...flowLink('well', 'town', { unitCost: 4, minimumFlow: least }, 'far'),
    ];
    const kept = await runFlow(ring(2));
    expect([kept.kpi('flowCost'), kept.outputs.get('far')?.flow]).toEqual([18, 2]);
    const not = await runFlow(ring(7));
    expect([not.kpi('flowCost'), not.outputs.get('far')?.flow]).toEqual([12, 0]);
    expect(not.texts('infeasible')).toEqual([
      'the minimum flows of far cannot all be kept, and are left out.',
    ]);
  });
});
