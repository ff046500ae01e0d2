/** Two services on one Neo4j, as their users meet them: telemetry, queries, what-ifs, and the command line. */
import { setTimeout } from 'node:timers/promises';
import mqtt from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build, linchpin, type Started, start, temporaryFolder } from '../support/command-line.ts';
import { testDatabase } from '../support/neo4j.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';

const found = await testDatabase();
const reason = found.missing === undefined ? '' : ` (else: ${found.missing})`;
const { path: cwd, remove } = temporaryFolder();

describe.skipIf(found.missing)(`services on Neo4j${reason}`, () => {
  let env: Record<string, string>;
  let one: Started;
  let other: Started;

  beforeAll(async () => {
    build();
    await found.database?.empty();
    env = environmentOf(found.database?.options ?? { uri: '' });
    const place = ['--store', 'neo4j', '--no-devices'];
    one = await start([...place, '--data', 'one', '--seed', 'city'], { cwd, env });
    other = await start([...place, '--data', 'other', '--seed', 'city'], { cwd, env });
  }, 180_000);
  afterAll(async () => {
    await one?.stop();
    await other?.stop();
    remove();
  });

  const ask = async (service: Started, query: string) => {
    const response = await fetch(service.graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = (await response.json()) as { data: unknown; errors?: unknown };
    expect(errors).toBeUndefined();
    return data;
  };

  test('show each other what a device was told is stored, at once', async () => {
    const client = await mqtt.connectAsync(one.mqttUrl, { protocolVersion: 4 });
    for (let level = 1; level <= 20; level++) {
      await client.publishAsync('twins/tank-harbour/level', String(level / 10), { qos: 1 });
      const answer = await ask(other, '{ twin(id: "tank-harbour") { property(name: "level") } }');
      expect(answer).toEqual({ twin: { property: level / 10 } });
    }
    await client.endAsync();
  });

  test('answer what-ifs and forecasts alike', async () => {
    const questions = [
      `mutation { runWhatIf(input: {
        edits: [{ outage: { twin: "substation-harbour", from: 0, until: 86400 } }], horizon: "P2D"
      }) { kpis { name base edited } affected(first: 20) { twinId effect time } } }`,
      '{ forecast(model: "dtmi:linchpin:city:Hospital;1") { nodes { twin { id } } } }',
      '{ asOf(revision: 1) { aggregate(measures: [{ function: COUNT }]) { values } } }',
    ];
    for (const question of questions) {
      const answer = await ask(one, question);
      expect(JSON.stringify(answer).length).toBeGreaterThan(40);
      expect(await ask(other, question)).toEqual(answer);
    }
  });

  test('are beside commands that work on the same database', async () => {
    const query = '{ aggregate(measures: [{ function: COUNT }]) { values } }';
    const asked = ['query', '-', '--store', 'neo4j'];
    const { stdout } = await linchpin(asked, { cwd, env, input: query });
    expect(JSON.parse(stdout).data).toEqual(await ask(one, query));
    const { stdout: file } = await linchpin(['export', '--store', 'neo4j'], { cwd, env });
    expect(file).toContain('"$dtId":"tank-harbour"');
  });

  test('start again with what they had', async () => {
    const before = await ask(one, '{ revision }');
    await other.stop();
    const place = ['--store', 'neo4j', '--no-devices', '--no-seed', '--data', 'other'];
    other = await start(place, { cwd, env });
    expect(await ask(other, '{ revision }')).toEqual(before);
  });

  test('say in one line that Neo4j went away, and in one that it is back', async () => {
    const proxy = new TcpProxy(env.NEO4J_URI as string);
    await proxy.listen();
    const place = ['--store', 'neo4j', '--no-devices', '--no-seed', '--data', 'third'];
    const third = await start(place, { cwd, env: { ...env, NEO4J_URI: proxy.uri } });
    const lines = () => third.stderr().split('\n').slice(0, -1);
    try {
      await proxy.stop();
      await expect.poll(() => lines().length, { timeout: 15_000 }).toBeGreaterThan(0);
      await setTimeout(4_000);
      expect(lines()).toHaveLength(1);
      const { msg, ...more } = JSON.parse(lines()[0] as string);
      expect(Object.keys(more).sort()).toEqual(['hostname', 'level', 'pid', 'time']);
      const said = `history falls behind: UNAVAILABLE ${proxy.uri}: Neo4j cannot be reached: `;
      expect(msg.startsWith(said), msg).toBe(true);
      expect(msg).toMatch(
        /; start Neo4j \(npm run neo4j starts one\) or correct NEO4J_URI; Linchpin goes on by itself when that is over$/,
      );
      await proxy.listen();
      await expect.poll(() => lines().length, { timeout: 15_000 }).toBeGreaterThan(1);
      await setTimeout(2_000);
      expect(lines()).toHaveLength(2);
      expect(JSON.parse(lines()[1] as string).msg).toBe(
        'history keeps up again: the store answers',
      );
      expect(await ask(third, '{ revision }')).toEqual(await ask(one, '{ revision }'));
    } finally {
      await third.stop();
      await proxy.stop();
    }
  }, 90_000);

  test('refuse a start where no Neo4j answers, say that they wait, and then what to do', async () => {
    const nowhere = { ...env, NEO4J_URI: 'bolt://127.0.0.1:1' };
    const args = ['query', '-', '--store', 'neo4j'];
    const { code, stdout, stderr } = await linchpin(args, {
      cwd,
      env: nowhere,
      input: '{ revision }',
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    const [waiting, refused, ...more] = stderr.split('\n');
    expect(waiting).toMatch(
      /^linchpin: waiting for Neo4j at bolt:\/\/127\.0\.0\.1:1 until \d\d:\d\d:\d\d$/,
    );
    expect(refused).toBe(
      'UNAVAILABLE bolt://127.0.0.1:1: Neo4j cannot be reached: connect ECONNREFUSED 127.0.0.1:1; start Neo4j (npm run neo4j starts one) or correct NEO4J_URI',
    );
    expect(more).toEqual(['']);
  }, 60_000);

  test('are counted in the metrics', async () => {
    const metrics = await fetch(new URL('/metrics', one.graphqlUrl));
    expect(await metrics.text()).toMatch(/^linchpin_store_retries_total \d+$/m);
  });
});

function environmentOf(options: {
  readonly uri: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly database?: string | undefined;
}): Record<string, string> {
  const { uri, username, password, database } = options;
  return {
    NEO4J_URI: uri,
    ...(username && { NEO4J_USERNAME: username }),
    ...(password && { NEO4J_PASSWORD: password }),
    ...(database && { NEO4J_DATABASE: database }),
  };
}
