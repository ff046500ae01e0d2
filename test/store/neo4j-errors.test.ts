/** What Neo4j refuses, what it may still do later, and what nobody knows the fate of. */
import { Neo4jError } from 'neo4j-driver';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { noChanges } from '../../src/model/changeset.ts';
import { LinchpinError } from '../../src/model/errors.ts';
import type { Batch } from '../../src/store/live/journal.ts';
import { Connection } from '../../src/store/neo4j/connection.ts';
import { GroupWriter } from '../../src/store/neo4j/group-writer.ts';
import { neo4jStore } from '../../src/store/neo4j/neo4j-store.ts';
import { modelsOf, readHead } from '../../src/store/neo4j/seen.ts';
import { serverError } from '../../src/store/neo4j/server-errors.ts';
import type { TwinStore } from '../../src/store/twin-store.ts';
import { testDatabase } from '../support/neo4j.ts';

const found = await testDatabase();

const neo4jError = (code: string) =>
  new Neo4jError(`about ${code}`, code, '50N42', 'a general error');

test.each([
  ['Neo.ClientError.Statement.SyntaxError', 'INTERNAL_SERVER_ERROR'],
  ['Neo.ClientError.Statement.ParameterMissing', 'INTERNAL_SERVER_ERROR'],
  ['Neo.ClientError.Procedure.ProcedureNotFound', 'INTERNAL_SERVER_ERROR'],
  ['Neo.ClientError.Request.Invalid', 'INTERNAL_SERVER_ERROR'],
  ['Neo.ClientError.Schema.ConstraintValidationFailed', 'CONFLICT'],
  ['Neo.ClientError.Schema.ConstraintWithNameAlreadyExists', 'CONFLICT'],
  ['Neo.DatabaseError.Schema.ConstraintCreationFailed', 'CONFLICT'],
  ['Neo.ClientError.General.TransactionOutOfMemoryError', 'LIMIT_EXCEEDED'],
  ['Neo.ClientError.General.ForbiddenOnReadOnlyDatabase', 'FORBIDDEN'],
  ['Neo.ClientError.Security.Forbidden', 'FORBIDDEN'],
  ['Neo.ClientError.Security.Unauthorized', 'UNAUTHENTICATED'],
  ['Neo.ClientError.Security.CredentialsExpired', 'UNAUTHENTICATED'],
  ['Neo.ClientError.Database.DatabaseNotFound', 'BAD_USER_INPUT'],
])('%s is %s, which no second try helps', (code, ours) => {
  const error = serverError(neo4jError(code), { uri: 'bolt://host' });
  expect(error).toMatchObject({ code: ours, retriable: false });
  expect((error as LinchpinError).problems[0]?.action).toMatch(/\w/);
});

test.each([
  'ServiceUnavailable',
  'Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration',
  'Neo.ClientError.Transaction.Terminated',
  'Neo.ClientError.Cluster.NotALeader',
  'Neo.TransientError.General.MemoryPoolOutOfMemoryError',
  'Neo.TransientError.Database.DatabaseUnavailable',
  'Neo.DatabaseError.Transaction.TransactionLogError',
  'N/A',
])('%s may pass', (code) => {
  const error = serverError(neo4jError(code), { uri: 'bolt://host' });
  expect(error).toMatchObject({ code: 'UNAVAILABLE', retriable: true });
});

test.each([
  [
    'Failed to connect to server. Please ensure that your database is listening on the correct host and port and that you have compatible encryption settings both on Neo4j server and driver. Note that the default encryption setting has changed in Neo4j 4.0. Caused by: connect ECONNREFUSED 127.0.0.1:7687',
    'connect ECONNREFUSED 127.0.0.1:7687',
  ],
  [
    'Connection acquisition timed out in 10000 ms. Pool status: Active conn count = 1, Idle conn count = 0.',
    'Connection acquisition timed out in 10000 ms',
  ],
  ['Connection was closed by server', 'Connection was closed by server'],
])('of the driver’s message on a lost connection the reason is left: %s', (message, reason) => {
  const error = new Neo4jError(message, 'ServiceUnavailable', '50N42', 'a general error');
  expect(serverError(error, { uri: 'bolt://host' })).toMatchObject({
    message: `UNAVAILABLE bolt://host: Neo4j cannot be reached: ${reason}; start Neo4j (npm run neo4j starts one) or correct NEO4J_URI`,
  });
});

describe.skipIf(found.missing !== undefined)(`Neo4j (else: ${found.missing})`, () => {
  if (found.missing !== undefined) return;
  const { database } = found;
  afterAll(() => database.empty());
  let store: TwinStore;
  beforeEach(async () => {
    await database.empty();
    store = await neo4jStore(database.options);
  }, 60_000);
  afterEach(() => store.close());

  test('refuses for good what a constraint forbids, and takes what it does not', async () => {
    await database.query("CREATE (:Twin {id: 'theirs'})");
    const commit = (id: string) => store.commit([{ addTwin: { id, model: 'm' } }]);
    await expect(commit('theirs')).rejects.toMatchObject({
      code: 'CONFLICT',
      retriable: false,
      message: expect.stringContaining('already exists with label `Twin`'),
    });
    expect(await store.health()).toBeUndefined();
    expect(await commit('ours')).toMatchObject({ revision: 1 });
  });

  test('answers a statement that it does not understand as a fault of ours', async () => {
    const connection = new Connection(database.options);
    const refused = await connection.run('RETRUN 1').catch((error) => connection.explained(error));
    await connection.close();
    expect(refused).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', retriable: false });
  });

  describe('a commit that is sent and not answered', () => {
    const batch: Batch = {
      ...{ commits: [], changeset: noChanges, messages: [], addedModels: [], removedModels: [] },
      ...{
        changedModels: [],
        rejections: [],
        operations: [{ id: 'op', record: { revision: 0, rejected: [] } }],
      },
    };

    /** Writes while attempts go wrong: what the first is answered with, then what each later one is. */
    async function write(answers: readonly unknown[], commits: boolean): Promise<unknown> {
      let attempt = 0;
      class FaultyConnection extends Connection {
        override async transaction<R>(work: never, keeps: (result: R) => boolean): Promise<R> {
          const answer = answers[attempt++];
          if (attempt > 1 && answer !== undefined) throw answer;
          const result = await super.transaction<R>(work, (each) => keeps(each) && commits);
          if (answer !== undefined) throw answer;
          return result;
        }
      }
      const connection = new FaultyConnection(database.options);
      const run: Connection['run'] = (text, parameters) => connection.run(text, parameters);
      const head = await readHead(run);
      const models = await modelsOf(run, head, undefined);
      const wanted = { ...head, operations: ['op'], messages: [] };
      const writer = new GroupWriter(connection, head.id);
      try {
        return await writer.write({ wanted, models, decide: () => batch });
      } catch (error) {
        return error;
      } finally {
        await writer.close();
        await connection.close();
      }
    }

    const lost = neo4jError('ServiceUnavailable');
    const gone = new LinchpinError({ code: 'NOT_FOUND', where: 'after', message: 'forgotten' });

    test.each([
      ['the login is refused then', neo4jError('Neo.ClientError.Security.Unauthorized')],
      ['the statement is refused then', neo4jError('Neo.ClientError.Statement.SyntaxError')],
      ['the server fails then', neo4jError('Neo.DatabaseError.General.UnknownError')],
      ['the log no longer reaches back then', gone],
    ])('is told as that when %s', async (_, later) => {
      const error = await write([lost, later], true);
      expect(error).toMatchObject({
        code: 'UNAVAILABLE',
        message: expect.stringContaining('whether it landed is not known'),
      });
      expect((error as LinchpinError).problems[0]?.action).toContain('the same operation id');
      const rows = await database.query('MATCH (each:LinchpinOperation) RETURN each.number');
      expect(rows).toHaveLength(1);
    });

    test('is found when the server answers again, and written once', async () => {
      expect(await write([lost, lost], true)).toMatchObject({ batch });
      const rows = await database.query('MATCH (each:LinchpinOperation) RETURN each.number');
      expect(rows).toHaveLength(1);
    });

    test('is not in doubt when the server refused it', async () => {
      const refusal = neo4jError('Neo.ClientError.Schema.ConstraintValidationFailed');
      expect(await write([refusal], false)).toMatchObject({ code: 'CONFLICT' });
    });
  });
});
