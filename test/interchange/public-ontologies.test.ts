/** Ontologies of other people: all their models load, and our bindings make failures spread. */
import { beforeAll, describe, expect, test } from 'vitest';
import { dependencyNetwork } from '../../src/behaviour/build-dependency-network.ts';
import { readDocument } from '../../src/interchange/read-files.ts';
import { graphAfter } from '../../src/model/apply.ts';
import { emptyGraph } from '../../src/model/build-graph.ts';
import type { Change } from '../../src/model/change.ts';
import { builtInOntology } from '../../src/ontology/built-in.ts';
import { type Resolved, resolveOntology } from '../../src/ontology/resolve.ts';
import { cascade } from '../../src/simulate/mechanisms/dependency/cascade.ts';
import { noSharedData, sharedData } from '../support/shared-data.ts';
import { diskFile } from './reading.ts';

const names = { energygrid: 113, isa95: 180, smartcities: 63, building: 767 };
const cim = (name: string) => `dtmi:digitaltwins:ngsi_ld:cim:energy:${name};1`;
const isa = (name: string) => `dtmi:digitaltwins:isa95:${name};1`;
const rec = (name: string) => `dtmi:digitaltwins:rec_3_3:${name};1`;
const city = (name: string) => `dtmi:digitaltwins:ngsi_ld:city:${name};1`;

describe.skipIf(sharedData('ontologies') === undefined)(
  `public ontologies (else: ${noSharedData})`,
  () => {
    const resolved = new Map<string, Resolved>();
    const counts: Record<string, number> = {};

    beforeAll(() => {
      const own = builtInOntology();
      for (const name of Object.keys(names)) {
        const { models } = readDocument([
          diskFile(sharedData('ontologies', `${name}.ndjson`) as string),
        ]);
        counts[name] = models.length;
        resolved.set(name, resolveOntology([...own.documents, ...models], own.bindings));
      }
    });

    /** Who fails, in the order of names, when one twin does. */
    function failing(ontology: string, twins: Record<string, string>, ...edges: string[]) {
      return (first: string): string[] => {
        const catalogue = resolved.get(ontology)?.catalogue;
        if (catalogue === undefined) throw new Error(`${ontology} is not loaded`);
        for (const model of Object.values(twins)) {
          expect([model, catalogue.interface(model) !== undefined]).toEqual([model, true]);
        }
        const changes: Change[] = Object.entries(twins).map(([id, model]) => ({
          addTwin: { id, model },
        }));
        for (const edge of edges) {
          const [source = '', name = '', target = ''] = edge.split(' ');
          changes.push({ addRelationship: { source, name, target } });
        }
        const graph = graphAfter(emptyGraph(), changes);
        const failures = [{ node: graph.indexOf(first), from: 0 }];
        const network = dependencyNetwork(graph, catalogue);
        return cascade(network, { failures, horizonSeconds: 1 })
          .map(({ node }) => graph.twinAt(node)?.id ?? '')
          .sort();
      };
    }

    test.each(Object.entries(names))('%s brings its %d models', (name, count) => {
      expect(counts[name]).toBe(count);
    });

    test('our bindings fit what they name', () => {
      for (const { problems } of resolved.values()) {
        expect(problems.filter(({ where }) => where.startsWith('binding'))).toEqual([]);
      }
    });

    test('in the energy grid, terminals carry power from a source through a line to a consumer', () => {
      const fails = failing(
        'energygrid',
        {
          source: cim('EnergySource'),
          line: cim('ACLineSegment'),
          consumer: cim('EnergyConsumer'),
          node1: cim('ConnectivityNode'),
          node2: cim('ConnectivityNode'),
          s: cim('Terminal'),
          l1: cim('Terminal'),
          l2: cim('Terminal'),
          c: cim('Terminal'),
        },
        ...['s conductingEquipment source', 's connectivityNode node1'],
        ...['l1 conductingEquipment line', 'l1 connectivityNode node1'],
        ...['l2 conductingEquipment line', 'l2 connectivityNode node2'],
        ...['c conductingEquipment consumer', 'c connectivityNode node2'],
      );
      expect(fails('line')).toEqual(['c', 'consumer', 'l2', 'line', 'node2']);
      expect(fails('source')).toHaveLength(9);
      expect(fails('consumer')).toEqual(['consumer']);
    });

    test('in ISA-95, equipment needs its parts and its physical asset, a process what it follows', () => {
      const fails = failing(
        'isa95',
        {
          cell: isa('Equipment'),
          robot: isa('Equipment'),
          press: isa('Equipment'),
          arm: isa('PhysicalAsset'),
          weld: isa('ProcessSegment'),
          paint: isa('ProcessSegment'),
        },
        ...['cell isMadeUpOf robot', 'cell isMadeUpOf press', 'robot implementedBy arm'],
        'paint hasAnExecutionDependencyOn weld',
      );
      expect(fails('arm')).toEqual(['arm', 'cell', 'robot']);
      expect(fails('weld')).toEqual(['paint', 'weld']);
      expect(fails('cell')).toEqual(['cell']);
    });

    test('in a building, equipment fails with what feeds it, whichever end says so', () => {
      const fails = failing(
        'building',
        {
          panel: rec('asset:Equipment'),
          unit: rec('asset:Equipment'),
          box: rec('asset:Equipment'),
          hall: rec('core:Space'),
        },
        ...['panel feeds unit', 'box isFedBy unit', 'box serves hall'],
      );
      expect(fails('panel')).toEqual(['box', 'hall', 'panel', 'unit']);
      expect(fails('box')).toEqual(['box', 'hall']);
    });

    test('in a smart city, street lights go out with their cabinet', () => {
      const fails = failing(
        'smartcities',
        {
          cabinet: city('StreetlightControlCabinet'),
          light: city('Streetlight'),
          group: city('StreetlightGroup'),
        },
        ...[
          'light refStreetlightControlCabinet cabinet',
          'group refStreetlightControlCabinet cabinet',
        ],
      );
      expect(fails('cabinet')).toEqual(['cabinet', 'group', 'light']);
    });
  },
);
