import { describe, expect, test } from 'vitest';
import { readTntp } from '../../src/interchange/tntp/reader.ts';
import { countModels, propertiesOf, refusedBy, relationshipsFrom, textFile } from './reading.ts';

const net = `<NUMBER OF ZONES> 2
<NUMBER OF NODES> 3
<FIRST THRU NODE> 3
<NUMBER OF LINKS> 4
<END OF METADATA>

~\tInit node\tTerm node\tCapacity\tLength\tFree Flow Time\tB\tPower\tSpeed limit\tToll\tType\t;
\t1\t3\t900\t2.5\t3\t0.15\t4\t50\t1\t1\t;
\t3\t1\t900\t2.5\t3\t0.15\t4\t0\t0\t1\t;
\t2\t3\t800\t1\t1.5\t0.2\t5\t0\t0\t2\t;
\t3\t2\t800\t1\t1.5\t0.2\t5\t0\t0\t2\t;
`;
const nodes = 'Node\tX\tY\t;\n1\t0\t1\t;\n2\t5\t6\t;\n3\t7\t8\t;\n';
const trips = `<NUMBER OF ZONES> 2
<TOTAL OD FLOW> 30.5
<END OF METADATA>
Origin 1
 1 : 0.0; 2 : 10.5;
Origin 2
 1 : 20.0; 2 : 0.0;
`;
const flow = 'From \tTo \tVolume \tCost \n1 \t3 \t450 \t3.1 \n';
const read = (changes: Record<string, string> = {}) => {
  const files = { net, node: nodes, trips, ...changes };
  return readTntp(Object.entries(files).map(([kind, text]) => textFile(`town_${kind}.tntp`, text)));
};

describe('a TNTP network', () => {
  test('is read from all its files together', () => {
    const document = read({ flow });
    expect(document.problems).toEqual([]);
    expect(refusedBy(document)).toEqual([]);
    expect(countModels(document)).toEqual({ RoadNetwork: 1, Intersection: 3, Road: 4 });
    expect(propertiesOf(document, 'town-network')).toEqual({ zoneCount: 2, totalTrips: 30.5 });
  });

  test('keeps every column', () => {
    const document = read({ flow });
    expect(propertiesOf(document, 'road-1')).toEqual({
      capacity: 900,
      capacityUnit: 'vehiclePerHour',
      commodity: 'vehicles',
      length: 2.5,
      freeFlowTime: 3,
      b: 0.15,
      power: 4,
      speedLimit: 50,
      toll: 1,
      roadType: '1',
      flow: 450,
    });
    expect(relationshipsFrom(document, 'road-3')).toEqual([
      'connectsFrom node-2',
      'connectsTo node-3',
    ]);
  });

  test('knows zones, through nodes and trips', () => {
    const document = read();
    expect(propertiesOf(document, 'node-1')).toEqual({
      name: '1',
      x: 0,
      y: 1,
      zone: true,
      throughTraffic: false,
    });
    expect(propertiesOf(document, 'node-3')).toMatchObject({ zone: false, throughTraffic: true });
    expect(relationshipsFrom(document, 'node-1')).toEqual([
      'partOf town-network',
      'tripsTo node-2',
    ]);
    expect(document.changes.at(-1)?.change).toMatchObject({
      addRelationship: { name: 'tripsTo', properties: { trips: 20 } },
    });
  });

  test('takes the headings and ids of other writers', () => {
    const other = net
      .replace(
        /~.*/,
        '~ init_node term_node capacity length free_flow_time b power speed toll link_type ;',
      )
      .replaceAll('\t', ' ');
    expect(propertiesOf(read({ net: other }), 'road-1')).toMatchObject({ b: 0.15, roadType: '1' });
    const named = net.replace('Type\t;', 'Type\tid\t;').replace('1\t1\t;', '1\t1\tMain\t;');
    expect(propertiesOf(read({ net: named }), 'Main')).toMatchObject({ capacity: 900 });
  });

  test.each([
    ['net', net.slice(0, net.indexOf('\t2\t3'))],
    ['net', net.slice(0, -20)],
    ['node', nodes.slice(0, nodes.indexOf('3\t7'))],
    ['trips', trips.slice(0, trips.indexOf('20.0'))],
  ])('with its %s file cut short is refused whole', (kind, text) => {
    const document = read({ [kind]: text });
    expect(document.changes).toEqual([]);
    expect(document.problems).toMatchObject([
      {
        where: `town_${kind}.tntp`,
        message: expect.stringContaining('so the file is cut short'),
        action: 'get the whole file; nothing of the network was taken',
      },
    ]);
  });

  test('lists a bad link, position or trip and takes the others', () => {
    const document = read({
      net: net.replace('800\t1\t1.5', '800\tx\t1.5'),
      node: nodes.replace('5\t6', '5\ty'),
      trips: trips.replace('1 : 20.0', '9 : 20.0'),
    });
    expect(document.problems.map(({ where }) => where)).toEqual([
      'town_node.tntp:3',
      'town_net.tntp:10',
      'town_trips.tntp:7',
    ]);
    expect(countModels(document)).toMatchObject({ Intersection: 3, Road: 3 });
  });

  test('without its links is refused, as is a second file of a kind', () => {
    const files = [textFile('a_node.tntp', nodes), textFile('b_node.tntp', nodes)];
    expect(readTntp(files.slice(0, 1)).problems).toMatchObject([
      { message: 'the file with the links of its network is missing' },
    ]);
    expect(readTntp(files).problems).toMatchObject([{ code: 'CONFLICT', where: 'b_node.tntp' }]);
    expect(readTntp([textFile('x.tntp', 'hello')]).problems).toMatchObject([{ where: 'x.tntp' }]);
  });
});
