/** A process with a Neo4j store of its own, which does what its parent asks and follows the feed. */
import { setTimeout } from 'node:timers/promises';
import { neo4jStore } from '../../src/store/neo4j/neo4j-store.ts';
import type { Told } from './neo4j-instances.ts';

const store = await neo4jStore(JSON.parse(process.argv[2] ?? '{}'));
const told: Told[] = [];

async function follow(): Promise<void> {
  for await (const { revision } of store.commits(0, new AbortController().signal)) {
    told.push({ revision, at: Date.now() });
  }
}

const verbs: Readonly<Record<string, (value: never) => Promise<unknown>>> = {
  open: async () => true,
  async commit(id: string) {
    const { revision } = await store.commit([{ addTwin: { id, model: 'm' } }]);
    return { revision, at: Date.now() };
  },
  async read(id: string) {
    const [[twin], snapshot] = await Promise.all([store.twins([id]), store.snapshot()]);
    const inSnapshot = snapshot.twin(id) !== undefined;
    return { revision: await store.revision(), found: twin !== undefined, inSnapshot };
  },
  async told(revision: number) {
    while ((told.at(-1)?.revision ?? 0) < revision) await setTimeout(5);
    return told;
  },
};

process.on('message', ({ number, verb, value }: { number: number; verb: string; value: never }) => {
  void verbs[verb]?.(value).then((answer) => process.send?.({ number, answer }));
});
process.on('disconnect', () => store.close());
void follow();
