/** Networks of the public MATPOWER files, read by a few lines of the test's own. */
import { readFileSync } from 'node:fs';
import type { DcNetwork } from '../../../src/simulate/mechanisms/potential/dc-network.ts';
import { sharedData } from '../../support/shared-data.ts';

export interface CaseFile {
  readonly base: number;
  readonly bus: number[][];
  readonly gen: number[][];
  readonly branch: number[][];
  readonly gencost: number[][];
}

export function caseFile(buses: number): CaseFile | undefined {
  const path = sharedData('power', `pglib_opf_case${buses}_ieee.m`);
  return path === undefined ? undefined : parse(readFileSync(path, 'utf8'));
}

function parse(text: string): CaseFile {
  const plain = text.replace(/%.*$/gm, '');
  const matrix = (name: string) => {
    const body = new RegExp(`mpc\\.${name}\\s*=\\s*\\[([^\\]]*)\\]`).exec(plain)?.[1] ?? '';
    return body
      .split(';')
      .map((row) => row.trim().split(/\s+/).filter(Boolean).map(Number))
      .filter((row) => row.length > 0);
  };
  const base = Number(/mpc\.baseMVA\s*=\s*([\d.]+)/.exec(plain)?.[1]);
  const [bus, gen, branch, gencost] = ['bus', 'gen', 'branch', 'gencost'].map(matrix);
  return { base, bus: bus ?? [], gen: gen ?? [], branch: branch ?? [], gencost: gencost ?? [] };
}

/** The network as MATPOWER's DC flow has it: susceptance 1/(x·tap), shifts; and its injections. */
export function dcNetwork({ base, bus, gen, branch }: CaseFile) {
  const place = new Map(bus.map(([number], index) => [number as number, index]));
  const column = (rows: number[][], at: number) => rows.map((row) => row[at] as number);
  const lines = branch.filter((row) => row[10] !== 0);
  const injections = Float64Array.from(bus, (row) => -(row[2] as number) - (row[4] as number));
  const source = new Float64Array(bus.length);
  for (const row of gen.filter((each) => (each[7] as number) > 0)) {
    const at = place.get(row[0] as number) as number;
    injections[at] = (injections[at] as number) + (row[1] as number);
    source[at] = (source[at] as number) + (row[8] as number);
  }
  const network: DcNetwork = {
    nodeCount: bus.length,
    from: Int32Array.from(column(lines, 0), (number) => place.get(number) as number),
    to: Int32Array.from(column(lines, 1), (number) => place.get(number) as number),
    susceptance: Float64Array.from(lines, (row) => base / ((row[3] as number) * (row[8] || 1))),
    shift: Float64Array.from(lines, (row) => ((row[9] as number) * Math.PI) / 180),
    reference: Uint8Array.from(column(bus, 1), (type) => +(type === 3)),
    source,
  };
  const capacity = Float64Array.from(lines, (row) => row[5] || Number.POSITIVE_INFINITY);
  return { network, injections, capacity };
}
