/** `simulate`: a scenario on files, the same each time, and right on a public city. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/package-root.ts';
import { build, json, linchpin, temporaryFolder } from '../support/command-line.ts';
import { noSharedData, sharedData } from '../support/shared-data.ts';

interface Simulated {
  readonly scenario: string;
  readonly kpis: Readonly<Record<string, number>>;
  readonly kpiChanges: readonly { name: string; base: number; edited: number }[];
  readonly affected: readonly { twin: string }[];
  readonly twins: Readonly<Record<string, Readonly<Record<string, number | number[]>>>>;
  readonly explanation: readonly unknown[];
}

const { path: cwd, remove } = temporaryFolder();
const city = join(packageRoot(), 'seeds', 'city');
const edits = (name: string, content: unknown) => {
  writeFileSync(join(cwd, name), JSON.stringify(content));
  return ['--edits', name];
};

beforeAll(build, 120_000);
afterAll(remove);

describe('simulate', () => {
  test('gives scenario, KPIs, outputs of twins and the explanation, the same each time', async () => {
    const out = edits('out.json', [{ outage: { twin: 'substation-north', from: 0 } }]);
    const args = ['simulate', city, ...out, '--horizon', '86400', '--seed', '7'];
    const first = await json<Simulated>(args, { cwd });
    expect(Object.keys(first)).toEqual([
      ...['scenario', 'kpis', 'kpiChanges', 'affected', 'findings', 'twins', 'explanation'],
    ]);
    expect(first.scenario).toMatch(/^[0-9a-f]{64}$/);
    expect(first.kpis.failed).toBeGreaterThan(1);
    expect(first.kpiChanges.find(({ name }) => name === 'failed')).toMatchObject({
      base: 0,
      edited: first.kpis.failed,
    });
    expect(first.affected).toHaveLength(first.kpis.failed as number);
    expect(first.twins['substation-north']).toBeDefined();
    expect(JSON.stringify(first.explanation)).toContain('substation-north');
    expect(await json(args, { cwd })).toEqual(first);
    const other = await json<Simulated>([...args.slice(0, -1), '8'], { cwd });
    expect(other.scenario).not.toBe(first.scenario);
  });

  test('shares differences out among the edits where it is asked for causes', async () => {
    const both = ['substation-north', 'substation-harbour'].map((id) => ({ outage: { twin: id } }));
    const args = ['simulate', city, ...edits('both.json', both), '--horizon', '86400', '--causes'];
    const { causes, kpiChanges } = await json<
      Simulated & { causes: { name: string; parts: { edits: number[]; contribution: number }[] }[] }
    >(args, { cwd });
    expect(causes.map(({ name }) => name)).toEqual(kpiChanges.map(({ name }) => name));
    const { parts } = causes.find(({ name }) => name === 'failed') as (typeof causes)[number];
    expect(parts.map((part) => part.edits)).toEqual([[0], [1]]);
    const sum = parts.reduce((total, { contribution }) => total + contribution, 0);
    const failed = kpiChanges.find(({ name }) => name === 'failed');
    expect(sum).toBeCloseTo((failed?.edited ?? 0) - (failed?.base ?? 0), 9);
    const { stdout } = await linchpin(args, { cwd });
    expect(stdout).toMatch(/^failed rises by \d+: .* by the outage of substation-harbour/m);
  });

  test('takes the horizon as an ISO 8601 duration too', async () => {
    const [days, seconds, months] = await Promise.all(
      ['P1DT12H', '129600', 'P1M'].map((horizon) =>
        linchpin(['simulate', city, '--horizon', horizon], { cwd }),
      ),
    );
    expect(days).toMatchObject({ code: 0, stderr: '' });
    expect(days).toEqual(seconds);
    expect(months?.code).toBe(2);
    expect(months?.stderr).toContain('months and years have no fixed length, so "P1M" is not');
  });

  test('takes times of edits as ISO 8601 durations too, and tells which is none', async () => {
    const args = (name: string, at: unknown, from: unknown) => [
      ...['simulate', city, '--horizon', 'PT2H'],
      ...edits(name, [
        { set: { twin: 'hospital-riverside', property: 'failureDelay', value: 60 }, at },
        { outage: { twin: 'substation-harbour', from, until: 'PT90M' } },
      ]),
    ];
    const [durations, seconds, wrong] = await Promise.all(
      [args('iso.json', 'PT10M', 'PT1H'), args('s.json', 600, 3600), args('no.json', 0, '1h')].map(
        (each) => linchpin(each, { cwd }),
      ),
    );
    expect(durations).toMatchObject({ code: 0, stderr: '' });
    expect(durations).toEqual(seconds);
    expect(wrong?.code).toBe(2);
    expect(wrong?.stderr).toContain(
      'BAD_USER_INPUT edits[1].outage.from: "1h" is not a duration; expected seconds, or weeks, ',
    );
    // Who fails and when it is over; figures without the noise of solvers; how good the equilibrium is.
    expect(durations?.stdout).toMatch(
      /^substation-harbour fails after 1 h, because of edits\[1\]\.outage; works again after 1\.5 h$|^district-harbour fails after 1 h, .*; works again after 1\.5 h$/m,
    );
    expect(durations?.stdout).not.toMatch(/\d\.\d{12}/);
    expect(durations?.stdout).toMatch(/^\d+ twins fail$/m);
    expect(durations?.stdout).toContain('Traffic is in equilibrium: its relative gap is at most');
  });

  test('says what the greenhouse of the README loses, when and why', async () => {
    const readme = readFileSync(join(packageRoot(), 'README.md'), 'utf8');
    const graph = /greenhouse\.ndjson <<'END'\n([\s\S]*?)END\n/.exec(readme)?.[1] as string;
    writeFileSync(join(cwd, 'greenhouse.ndjson'), graph);
    const heaters = edits('heaters.json', [
      { outage: { twin: 'heater-1' } },
      { outage: { twin: 'heater-2', from: 3600 } },
    ]);
    const args = ['simulate', 'greenhouse.ndjson', ...heaters, '--horizon', '86400'];
    const { stdout } = await linchpin(args, { cwd });
    expect(stdout).toMatch(/\nfailed +0 → 3\n/);
    expect(stdout.split('\n').slice(-4)).toEqual([
      'heater-1 fails at the start, because of edits[0].outage',
      'heater-2 fails after 1 h, because of edits[1].outage',
      'greenhouse fails after 3 h, because of heater-1, heater-2',
      '',
    ]);
  });

  test('names ten effects of many, and how many more there are', async () => {
    const out = edits('north.json', [{ outage: { twin: 'substation-north' } }]);
    const { stdout } = await linchpin(['simulate', city, ...out, '--horizon', 'P2D'], { cwd });
    const lines = stdout.split('\n').filter((line) => /(fails|runs short) (at|after) /.test(line));
    expect(lines).toHaveLength(10);
    for (const line of lines) expect(line).toMatch(/, because of [^,]+/);
    const { affected } = await json<Simulated>(['simulate', city, ...out, '--horizon', 'P2D'], {
      cwd,
    });
    expect(stdout).toMatch(new RegExp(`\nand ${affected.length - 10} more; --json has all\n$`));
  });

  test('without edits loses nothing', async () => {
    const { kpis } = await json<Simulated>(['simulate', city], { cwd });
    expect(kpis['served.power']).toBe(kpis['demand.power']);
    expect(kpis.failed).toBe(0);
  });

  test('shows a table of figures to people, and the rejections of the files on stderr', async () => {
    writeFileSync(join(cwd, 'torn.ndjson'), `${readFileSync(join(city, 'graph.ndjson'))}\n{"$dt`);
    const { code, stdout, stderr } = await linchpin(['simulate', 'torn.ndjson'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^scenario [0-9a-f]{64}\n/);
    expect(stdout).toMatch(/\nserved\.power +[\d.]+ → [\d.]+ megawatt\n/);
    expect(stderr).toMatch(/^BAD_USER_INPUT torn\.ndjson:\d+:\d+: [^\n]+\n$/);
    expect((await linchpin(['simulate', 'torn.ndjson', '--strict'], { cwd })).code).toBe(1);
  });
});

describe.skipIf(sharedData() === undefined)(`the public city (else: ${noSharedData})`, () => {
  test('serves 9.650 of 24.620 MW with five lines out', async () => {
    const lines = ['P_L3', 'P_L104', 'P_L140', 'P_L252', 'P_L376'];
    const out = edits(
      'lines.json',
      lines.map((twin) => ({ outage: { twin, from: 0 } })),
    );
    const power = sharedData('city', 'power', 'low', 'power.json') as string;
    const { kpis } = await json<Simulated>(['simulate', power, ...out], { cwd });
    expect(kpis['demand.power']).toBeCloseTo(24.62, 9);
    expect(kpis['served.power']).toBeCloseTo(9.65, 9);
  });
});
