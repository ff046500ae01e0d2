/** Which servers and graphs the Neo4j store refuses before it writes anything. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { neo4jJournal } from '../../src/store/neo4j/neo4j-journal.ts';
import { startNeo4j } from '../../src/store/neo4j/server/start-server.ts';
import { requireVersion } from '../../src/store/neo4j/server-errors.ts';
import { testDatabase } from '../support/neo4j.ts';

const { database, missing } = await testDatabase();

test.each(['Neo4j/5.26.0', 'Neo4j/5.27.1', 'Neo4j/2025.01.0', 'Neo4j/6.0.0-drop1'])(
  '%s is new enough',
  (agent) => expect(requireVersion(agent, 'bolt://host')).toBeUndefined(),
);

test.each(['Neo4j/5.25.9', 'Neo4j/4.4.30', 'Neo4j/5.2.0 compatible graph', 'Other/9.0', 'unknown'])(
  '%s is refused with what is needed',
  (agent) => {
    expect(() => requireVersion(agent, 'bolt://host')).toThrow(
      `BAD_USER_INPUT bolt://host: the server is ${agent}; expected Neo4j 5.26 or later`,
    );
  },
);

describe.skipIf(missing)(`the Neo4j store (else: ${missing})`, () => {
  afterEach(() => database?.empty());

  const open = (more: object = {}) => neo4jJournal({ uri: '', ...database?.options, ...more });

  test('refuses a graph of twins that is not Linchpin’s, and leaves it alone', async () => {
    await database?.query("CREATE (:Twin:Mine {id: 'a'})");
    await expect(open()).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining('labelled Twin, Mine that Linchpin did not write'),
    });
    expect(
      await database?.query('MATCH (n) WHERE NOT n:LinchpinTests RETURN labels(n) AS of'),
    ).toEqual([{ of: ['Twin', 'Mine'] }]);
  });

  test('refuses a graph of a newer version', async () => {
    await (await open()).close();
    await database?.query('MATCH (head:LinchpinHead) SET head.format = 99');
    await expect(open()).rejects.toMatchObject({ code: 'DATA_TOO_NEW' });
  });

  test('says that a database does not exist', async () => {
    await expect(open({ database: 'nowhere' })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      where: 'NEO4J_DATABASE',
    });
  });

  test.each(['bolt', 'neo4j'])(
    'says once that it waits for a %s server, and in the end that nobody answers',
    async (scheme) => {
      const uri = `${scheme}://127.0.0.1:1`;
      const started = performance.now();
      const lines: { readonly text: string; readonly at: number }[] = [];
      const print = vi.spyOn(console, 'error').mockImplementation((text) => {
        lines.push({ text, at: performance.now() - started });
      });
      await expect(neo4jJournal({ uri, startMilliseconds: 4_000 })).rejects.toThrow(
        `UNAVAILABLE ${uri}: Neo4j cannot be reached: connect ECONNREFUSED 127.0.0.1:1; start Neo4j (npm run neo4j starts one) or correct NEO4J_URI`,
      );
      print.mockRestore();
      expect(performance.now() - started).toBeGreaterThan(4_000);
      expect(lines).toHaveLength(1);
      expect(lines[0]?.text).toMatch(
        new RegExp(`^linchpin: waiting for Neo4j at ${uri} until \\d\\d:\\d\\d:\\d\\d$`),
      );
      expect(lines[0]?.at).toBeGreaterThan(2_000);
      expect(lines[0]?.at).toBeLessThan(4_000);
    },
  );

  test('says that the password is wrong, without showing it', async () => {
    const data = await mkdtemp(join(tmpdir(), 'linchpin-neo4j-auth-'));
    const server = await startNeo4j({ data, password: 'the right one', brief: true });
    try {
      const { uri } = server;
      const wrong = neo4jJournal({ uri, password: 'the wrong one' });
      await expect(wrong).rejects.toMatchObject({ code: 'UNAUTHENTICATED', where: uri });
      await expect(wrong).rejects.not.toThrow('the wrong one');
      await (await neo4jJournal({ uri, password: 'the right one' })).close();
    } finally {
      await server.stop();
      await rm(data, { recursive: true });
    }
  }, 120_000);
});
