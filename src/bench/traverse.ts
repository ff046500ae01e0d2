/**
 * Six hops through 1,500,000 twins: `linchpin bench traverse`. The peer is Neo4j's own
 * variable-length pattern on the same relationships, from the same twins, in the same run.
 */
import type { Driver } from 'neo4j-driver';
import { graphBuilder } from '../model/build-graph.ts';
import type { TwinGraph } from '../model/graph.ts';
import { uniform } from '../model/random.ts';
import { graphQueries } from '../query/graph-queries.ts';
import type { GraphQueries } from '../query/query.ts';
import { inTurn, type Measured, median } from './benchmark.ts';
import { benchNeo4j } from './neo4j.ts';
import { batches } from './scaled-city.ts';

const hops = 6;
/** How many others each twin feeds: 6 hops reach some 20,000 twins. */
const degree = 5;

/** Seconds for "how many twins are within six hops downstream", the median over some starts. */
export async function traverseBench({ twins = 1_500_000, rounds = 5 } = {}): Promise<Measured> {
  const server = await benchNeo4j();
  const { driver } = server;
  try {
    const built = performance.now();
    const graph = randomGraph(twins);
    const queries = graphQueries(() => graph);
    const buildSeconds = (performance.now() - built) / 1000;
    const peerLoadSeconds = await copyInto(driver, twins);
    let round = 0;
    const reached: number[] = [];
    const start = () => idOf(Math.floor(uniform(2, Math.floor(round++ / 2), 0, 0) * twins));
    const { ours, peer } = await inTurn(
      rounds,
      () => seconds(async () => void reached.push(await within(queries, start()))),
      () => seconds(async () => void reached.push(await pattern(driver, start()))),
    );
    requireEqual(reached);
    const [result, theirs] = [median(ours), median(peer)];
    return {
      name: 'traverse',
      result,
      peer: theirs,
      ratio: result / theirs,
      unit: `seconds for ${hops} hops`,
      details: {
        twins,
        relationships: twins * degree,
        rounds,
        reachedTwins: median(reached),
        slowestSeconds: Math.max(...ours),
        buildSeconds,
        peerLoadSeconds,
      },
    };
  } finally {
    await server.stop();
  }
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

async function within(queries: GraphQueries, from: string): Promise<number> {
  const [row] = await queries.aggregate({
    where: { kind: 'within', from, along: ['feeds'], hops: { min: 1, max: hops } },
    measures: [{ function: 'count' }],
  });
  return row?.values[0] ?? Number.NaN;
}

async function pattern(driver: Driver, from: string): Promise<number> {
  const { records } = await driver.executeQuery(
    `MATCH (:Part {id: $from})-[:feeds*1..${hops}]->(b) RETURN count(DISTINCT b) AS reached`,
    { from },
  );
  return records[0]?.get('reached');
}

/** Each pair is of one start, asked of both. */
function requireEqual(reached: readonly number[]): void {
  for (let i = 0; i < reached.length; i += 2) {
    if (reached[i] !== reached[i + 1]) {
      throw new Error(`${reached[i]} twins are within reach here, ${reached[i + 1]} at the peer`);
    }
  }
}

const idOf = (index: number) => `part-${index}`;

/** The twins that a twin feeds, drawn at random, the same for both. */
function targetsOf(index: number, twins: number): number[] {
  return Array.from({ length: degree }, (_, n) => Math.floor(uniform(1, index, n, 0) * twins));
}

function randomGraph(twins: number): TwinGraph {
  const builder = graphBuilder();
  const same = { revision: 1, properties: {} };
  const model = 'dtmi:linchpin:bench:Part;1';
  for (let i = 0; i < twins; i++) {
    builder.addTwin({ id: idOf(i), model, stamps: {}, updatedAt: 0, ...same });
  }
  for (let i = 0; i < twins; i++) {
    targetsOf(i, twins).forEach((target, n) => {
      const ends = { source: idOf(i), target: idOf(target) };
      builder.addRelationship({ ...ends, id: `${n}`, name: 'feeds', ...same });
    });
  }
  return builder.build(1);
}

async function copyInto(driver: Driver, twins: number): Promise<number> {
  const started = performance.now();
  await driver.executeQuery('CREATE INDEX part_id IF NOT EXISTS FOR (p:Part) ON (p.id)');
  /** Neo4j's own numbers of the nodes: to find ends by these takes half the time of the index. */
  const nodes: number[] = [];
  for (const part of batches(numbers(twins), 20_000)) {
    const { records } = await driver.executeQuery(
      'UNWIND $ids AS id CREATE (part:Part {id: id}) RETURN id(part) AS node',
      { ids: part.map(idOf) },
    );
    for (const record of records) nodes.push(record.get('node'));
  }
  await driver.executeQuery('CALL db.awaitIndexes(600)');
  for (const part of batches(numbers(twins), 10_000)) {
    const rows = part.map((i) => [nodes[i], targetsOf(i, twins).map((target) => nodes[target])]);
    await driver.executeQuery(
      `UNWIND $rows AS row MATCH (a) WHERE id(a) = row[0]
       UNWIND row[1] AS node MATCH (b) WHERE id(b) = node CREATE (a)-[:feeds]->(b)`,
      { rows },
    );
  }
  return (performance.now() - started) / 1000;
}

function* numbers(count: number): Generator<number> {
  for (let i = 0; i < count; i++) yield i;
}
