/** What outages do in the worlds, worked out by hand from their batteries, tanks and alternatives. */
import { describe, expect, test } from 'vitest';
import { dependencyNetwork } from '../../src/behaviour/build-dependency-network.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import { cascade } from '../../src/simulate/mechanisms/dependency/cascade.ts';
import { catalogue, seedGraph, twinsOf } from './seed-world.ts';

const [minute, hour, day] = [60, 3600, 86_400];

/** When each twin fails, in seconds after some are lost for good. */
function failures(graph: TwinGraph, ...lost: readonly string[]): Map<string, number> {
  const events = cascade(dependencyNetwork(graph, catalogue()), {
    failures: lost.map((twin) => ({ node: graph.indexOf(twin), from: 0 })),
    horizonSeconds: 60 * day,
  });
  return new Map(
    events
      .filter(({ works }) => !works)
      .map(({ node, time }) => [graph.twinAt(node)?.id ?? '', time]),
  );
}

const ids = (graph: TwinGraph, model: string) => twinsOf(graph, model).map(({ id }) => id);

describe('the city', () => {
  const graph = seedGraph('city');

  test('loses its harbour step by step when the substation there is out', () => {
    const failed = failures(graph, 'substation-harbour');
    expect(failed.get('feeder-harbour-1')).toBe(0);
    expect(failed.get('district-harbour')).toBe(0);
    expect(failed.get('radio-harbour-1')).toBe(2 * hour);
    expect(failed.get('radio-harbour-2')).toBe(4 * hour);
    expect(failed.get('exchange-harbour')).toBe(8 * hour);
    expect(failed.get('tank-harbour')).toBe(8 * hour);
    expect(failed.get('hospital-riverside')).toBe(8 * hour);
    expect(failed.get('data-centre-quay')).toBe(8 * hour);
    expect(failed.get('generator-hospital-riverside')).toBe(24 * hour);
    expect(failed.has('district-northgate')).toBe(false);
    expect(failed.has('hospital-st-agnes')).toBe(false);
  });

  test.each([
    ...ids(graph, 'power:Branch'),
    ...ids(graph, 'power:GridConnection'),
    ...ids(graph, 'water:Pump'),
    ...ids(graph, 'water:Pipe'),
  ])('bears the loss of %s alone without losing a district or hospital', (lost) => {
    const failed = failures(graph, lost);
    expect([...failed.keys()].filter((id) => /^(district|hospital)-/.test(id))).toEqual([]);
  });

  test('goes dark as a whole when both grid connections are lost', () => {
    const failed = failures(graph, 'grid-connection-north', 'grid-connection-west');
    const alive = ids(graph, 'city:District').filter((id) => failed.get(id) !== 0);
    expect(alive).toEqual([]);
  });
});

describe('the plant', () => {
  const graph = seedGraph('plant');
  const lines = ids(graph, 'plant:Line');

  test('bears the loss of one compressor, but stops on its air when two are lost', () => {
    expect([...failures(graph, 'compressor-1').keys()]).not.toContain('receiver-1');
    const failed = failures(graph, 'compressor-1', 'compressor-2');
    expect(failed.get('receiver-1')).toBe(3 * minute);
    for (const line of lines) expect(failed.get(line), line).toBe(3 * minute);
  });

  test('runs on for 25 minutes on the cold of its loops', () => {
    const failed = failures(graph, 'chiller-1', 'chiller-2');
    expect(failed.get('loop-process')).toBe(25 * minute);
    expect(failed.get('line-circuits')).toBe(25 * minute);
    expect(failed.get('line-final-1')).toBe(25 * minute);
    expect(failed.get('line-hydronics')).toBe(28 * minute);
  });

  test('keeps its controllers for ten hours and twenty minutes without the grid', () => {
    const failed = failures(graph, 'connection-grid-a', 'connection-grid-b');
    expect(failed.get('line-final-1')).toBe(0);
    expect(failed.get('controller-final-1')).toBe(10 * hour + 20 * minute);
    expect(failed.get('app-execution')).toBe(10 * hour + 30 * minute + 8 * hour);
  });

  test('passes the loss of a station on as soon as the buffers behind it are empty', () => {
    const failed = failures(graph, 'station-final-1-base');
    const buffer = graph.number(graph.indexOf('buffer-final-1-1'), 'failureDelay');
    expect(failed.get('station-final-1-wiring')).toBe(buffer);
  });
});

describe('the supply chain', () => {
  const graph = seedGraph('supply-chain');

  test('loses suppliers of the first tier when their material is used up', () => {
    const failed = failures(graph, 'supplier-freiberg-wafers');
    const material = graph.number(graph.indexOf('supplier-dresden-power'), 'failureDelay');
    expect(failed).toEqual(
      new Map([
        ['supplier-freiberg-wafers', 0],
        ['supplier-dresden-power', material],
      ]),
    );
    expect(material).toBeGreaterThanOrEqual(5 * day);
  });

  test('bears the loss of one of two sources of aluminium', () => {
    expect(failures(graph, 'supplier-fos-aluminium').size).toBe(1);
    expect(failures(graph, 'supplier-fos-aluminium', 'supplier-mosjoen-aluminium').size).toBe(3);
  });
});

describe('the enterprise', () => {
  const graph = seedGraph('enterprise');

  test('stops all work on its bills of materials in the plant with the substation', () => {
    const failed = failures(graph, 'substation-harbour');
    const atPlant = ids(graph, 'supplychain:BomLine').filter(
      (line) => !/^bom-(inverter-module|control-unit)-/.test(line),
    );
    expect(atPlant.length).toBeGreaterThan(40);
    for (const line of atPlant) expect(failed.get(line), line).toBe(0);
    expect(failed.get('road-e2-d2')).toBe(3 * hour);
    expect(failed.get('lane-hp-6-dc-leeds')).toBe(3 * hour);
    expect(failed.has('port-aldmouth')).toBe(false);
  });
});
