/** Public networks against counts that are taken from their files by other means. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readDocument } from '../../src/interchange/read-files.ts';
import { noSharedData, sharedData } from '../support/shared-data.ts';
import { countModels, diskFile, propertiesOf, refusedBy } from './reading.ts';

const power = sharedData('power');
const water = sharedData('water');

describe.skipIf(power === undefined)(`MATPOWER cases (else: ${noSharedData})`, () => {
  test.each([14, 30, 57, 118, 300])('case %d has all its elements', (buses) => {
    const path = sharedData('power', `pglib_opf_case${buses}_ieee.m`) as string;
    const text = readFileSync(path, 'utf8');
    const rows = (field: string) =>
      text
        .slice(text.indexOf(`mpc.${field} = [`))
        .split('];')[0]
        ?.split('\n')
        .slice(1)
        .filter((line) => line.includes(';')) ?? [];
    const document = readDocument([diskFile(path)]);
    const counts = countModels(document);
    expect(document.problems).toEqual([]);
    expect(refusedBy(document)).toEqual([]);
    expect(counts.Bus).toBe(buses);
    expect(counts.Bus).toBe(rows('bus').length);
    expect(counts.Generator).toBe(rows('gen').length);
    expect((counts.Line ?? 0) + (counts.Transformer ?? 0)).toBe(rows('branch').length);
    const demand = rows('bus').reduce((sum, row) => sum + Number(row.trim().split(/\s+/)[2]), 0);
    const read = document.changes.reduce((sum, { change }) => {
      const properties = 'addTwin' in change ? change.addTwin.properties : undefined;
      return sum + Number(properties?.demandRate ?? 0);
    }, 0);
    expect(read).toBeCloseTo(demand, 9);
  });
});

describe.skipIf(water === undefined)(`EPANET networks (else: ${noSharedData})`, () => {
  const sections = {
    JUNCTIONS: 'Junction',
    RESERVOIRS: 'Reservoir',
    TANKS: 'Tank',
    PIPES: 'Pipe',
    PUMPS: 'Pump',
    VALVES: 'Valve',
  };

  test.each(['Net1', 'Net3'])('%s has all its elements', (name) => {
    const path = sharedData('water', `${name}.inp`) as string;
    const text = readFileSync(path, 'utf8');
    const document = readDocument([diskFile(path)]);
    expect(document.problems).toEqual([]);
    expect(refusedBy(document)).toEqual([]);
    const counts = countModels(document);
    for (const [section, model] of Object.entries(sections)) {
      const body = text.slice(text.indexOf(`[${section}]`)).split('\n[')[0] ?? '';
      const rows = body.split(/\r?\n/).filter((line) => /^\s*[^\s;[]/.test(line));
      expect([model, counts[model] ?? 0]).toEqual([model, rows.length]);
    }
  });

  test('Net1 keeps what its hydraulics need', () => {
    const document = readDocument([diskFile(sharedData('water', 'Net1.inp') as string)]);
    const network = propertiesOf(document, 'Net1-network');
    expect(network).toMatchObject({
      sourceUnits: 'GPM',
      curves: [{ name: '1', purpose: 'head' }],
      times: { duration: 86_400, patternTimestep: 7200 },
    });
    expect(network.controls).toHaveLength(2);
    expect(Number(propertiesOf(document, 'tank-2').initialLevel) / 0.3048).toBeCloseTo(120, 9);
    expect(
      Number(propertiesOf(document, 'junction-11').demandRate) / (28.317 / 448.831),
    ).toBeCloseTo(150, 6);
  });
});
