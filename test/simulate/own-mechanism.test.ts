/** The README's mechanism, and what becomes of those that go wrong. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { graphOfFiles } from '../../src/flows/graph-of-files.ts';
import { loadSolver } from '../../src/linear-program/solver.ts';
import { loadMechanisms } from '../../src/load-mechanisms.ts';
import type { LinchpinError } from '../../src/model/errors.ts';
import type { Edit } from '../../src/model/scenario.ts';
import { packageRoot } from '../../src/package-root.ts';
import { engine } from '../../src/simulate/engine/engine.ts';
import { builtInNames } from '../../src/simulate/engine/mechanisms.ts';
import type { Mechanism, MechanismRun } from '../../src/simulate/mechanism.ts';

const hour = 3600;
const folder = mkdtempSync(join(tmpdir(), 'linchpin-mechanism-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file that the README writes. */
function written(name: string): string {
  const readme = readFileSync(join(packageRoot(), 'README.md'), 'utf8');
  const [, text] = readme.split(`cat > /tmp/${name} <<'END'\n`);
  const path = join(folder, name);
  writeFileSync(path, (text as string).split('\nEND\n')[0] as string);
  return path;
}

const { graph, catalogue } = graphOfFiles([written('cold-rooms.ndjson')]);
const outage = (from: number, until: number): Edit => ({
  outage: { twin: 'compressor', from: from * hour, until: until * hour },
});

async function run(mechanisms: readonly Mechanism[], edits: readonly Edit[]) {
  const scenario = { base: 0, models: '', edits, seed: 1, horizonSeconds: 24 * hour };
  return engine(mechanisms).run({ graph, catalogue, scenario });
}

describe('a mechanism of one’s own', () => {
  test('lets a room spoil after eight warm hours, and the market with it', async () => {
    const mechanisms = await loadMechanisms([written('cold-room.mjs')]);
    const { events, kpis, outputs } = await run(mechanisms, [outage(1, 4), outage(5, 20)]);
    const losses = events.filter(({ effect }) => effect === 'fails' || effect === 'runsShort');
    expect(losses.map(({ time, twin, mechanism }) => [time / hour, twin, mechanism])).toEqual([
      [1, 'compressor', 'dependency'],
      [1, 'room', 'dependency'],
      [1, 'market', 'dependency'],
      [5, 'compressor', 'dependency'],
      [5, 'room', 'dependency'],
      [5, 'market', 'dependency'],
      [10, 'room', 'coldRoom'],
    ]);
    // Back at 20, the room works; but the market has no goods.
    const back = events.filter(({ effect, time }) => effect === 'recovers' && time === 20 * hour);
    expect(back.map(({ twin }) => twin)).toEqual(['compressor', 'room']);
    expect(kpis).toContainEqual({ name: 'spoiled', value: 1, better: 'lower' });
    expect(outputs.get('room')).toMatchObject({ temperature: expect.closeTo(4 + 0.5 * 18, 9) });
  });

  const wrong = (part: Partial<MechanismRun>): Mechanism => ({
    name: 'wrong',
    behaviours: ['dtmi:garden:ColdRoom;1'],
    init: () => ({
      next: Number.POSITIVE_INFINITY,
      step: () => new Map(),
      outputs: () => ({ kpis: [], twins: () => new Map(), findings: [], random: false }),
      ...part,
    }),
  });
  const failure = (part: Partial<MechanismRun>) =>
    run([wrong(part)], [])
      .then(({ outputs }) => `no failure, ${outputs.size} outputs`)
      .catch((error: LinchpinError) => error.message);

  test('that throws ends the run by its name and time', async () => {
    const step = () => {
      throw new TypeError('the pump has no curve');
    };
    expect(await failure({ step })).toBe(
      'INTERNAL_SERVER_ERROR wrong: the mechanism wrong failed 0 s after the start: the pump has no curve; report it to whoever made the mechanism, with the scenario',
    );
  });

  test.each<[string, object, RegExp]>([
    ['no troubles', { step: () => undefined }, /0 s after the start: step returned no Map of/],
    [
      'a trouble of no node',
      { step: () => new Map([[99, {}]]) },
      /trouble of 99, which is no node/,
    ],
    [
      'half a trouble',
      { step: () => new Map([[0, { effect: 'fails' }]]) },
      /is not { effect: fails/,
    ],
    [
      'no outputs',
      { outputs: () => undefined },
      /at the end of the run: outputs returned no { kpis/,
    ],
    ['a next time that is no number', { next: Number.NaN }, /has its next time at NaN s/],
  ])('that gives %s is refused by its name', async (_, part, message) => {
    const said = await failure(part);
    expect(said).toMatch(/^(INTERNAL_SERVER_ERROR|LIMIT_EXCEEDED) wrong: the mechanism wrong /);
    expect(said).toMatch(message);
  });

  test('that throws no error at all is refused by its name', async () => {
    const step = () => {
      throw undefined;
    };
    expect(await failure({ step })).toContain(
      'the mechanism wrong failed 0 s after the start: undef',
    );
  });

  test('that comes to no finite number is refused with the twin', async () => {
    const none = { findings: [], random: false };
    const kpis = [{ name: 'heat', value: Number.NaN, better: 'lower' as const }];
    expect(await failure({ outputs: () => ({ ...none, kpis, twins: () => new Map() }) })).toContain(
      'INTERNAL_SERVER_ERROR heat: the mechanism wrong came to a figure that is not a finite number',
    );
    const twins = () => new Map([['room', { heat: [1, Number.NaN] }]]);
    expect(await failure({ outputs: () => ({ ...none, kpis: [], twins }) })).toContain(
      'INTERNAL_SERVER_ERROR room/heat: the mechanism wrong came to',
    );
  });

  test('that asks for the same instant for ever is stopped', async () => {
    expect(await failure({ next: 5 })).toContain(
      'LIMIT_EXCEEDED wrong: the mechanism wrong has its next time at 5 s after 5 s are over',
    );
  });

  test('must be a module with a name, behaviours and init', async () => {
    const files = { 'a.mjs': '', 'b.mjs': 'export default { name: "b" }', 'c.mjs': 'export {' };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const refusal = (name: string) =>
      loadMechanisms([join(folder, name)]).catch((error: LinchpinError) => error.problems[0]);
    expect(await refusal('a.mjs')).toMatchObject({ message: 'its mechanism has no name' });
    expect(await refusal('b.mjs')).toMatchObject({
      message: 'the mechanism b names no behaviours',
    });
    expect(await refusal('c.mjs')).toMatchObject({
      message: expect.stringMatching(/^it cannot be loaded: /),
    });
    expect(await refusal('none.mjs')).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('has behaviours, and a name that no other mechanism has', async () => {
    const text = (name: string, behaviours: string) =>
      `export default { name: '${name}', behaviours: [${behaviours}], init() {} }`;
    const put = (file: string, content: string) => {
      writeFileSync(join(folder, file), content);
      return join(folder, file);
    };
    const room = "'dtmi:garden:ColdRoom;1'";
    const own = put('own.mjs', text('own', room));
    const refusal = (...files: readonly string[]) =>
      loadMechanisms(files, builtInNames).catch(({ message }: LinchpinError) =>
        message.replace(folder, ''),
      );
    expect(await refusal(put('idle.mjs', text('idle', '')))).toBe(
      'BAD_USER_INPUT /idle.mjs: the mechanism idle has an empty list of behaviours; expected an ES module whose default export is { name, behaviours: [DTMI …], init(setting) }; correct the path or the module; the README shows one',
    );
    for (const name of ['balance', 'water', 'dependency']) {
      expect(await refusal(put(`${name}.mjs`, text(name, room)))).toBe(
        `CONFLICT /${name}.mjs: the name ${name} is that of a mechanism that is built in; expected a name of its own: findings, events and errors tell mechanisms apart by it; give the mechanism another name, and each file once`,
      );
    }
    expect(await refusal(own, own)).toMatch(
      /^CONFLICT .*the name own is that of the mechanism of /,
    );
    expect(await refusal(own)).toMatchObject([{ name: 'own' }]);
  });

  test('whose linear program means nothing is named with it', async () => {
    const solver = await loadSolver();
    const step = () => {
      const none = new Float64Array(0);
      const matrix = { starts: new Int32Array(2), rows: new Int32Array(0), values: none };
      const one = Float64Array.of(1);
      const columns = { costs: Float64Array.of(1e300), columnLower: one, columnUpper: one };
      solver.solve({ sense: 'minimise', ...columns, rowLower: none, rowUpper: none, matrix });
      return new Map();
    };
    expect(await failure({ step })).toMatch(
      /^BAD_USER_INPUT mechanism wrong: linear program costs\[0\]: the number is 1e\+300/,
    );
  });
});
