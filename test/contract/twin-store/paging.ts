/** Contract: pages are walked while others write, and nothing that stays is missed or seen twice. */
import { describe, expect, test } from 'vitest';
import type { Change } from '../../../src/model/change.ts';
import type { Order, Page, PageRequest } from '../../../src/query/query.ts';
import type { Subject } from '../twin-store.contract.ts';
import { add, pump } from './ontology.ts';

const count = 300;
const staying = Array.from({ length: count }, (_, i) => `stays-${String(i).padStart(3, '0')}`);
/** Many share one level, so that an order by it needs more than it. */
const levelOf = (i: number) => (i * 7) % 10;

type Read<T> = (request: PageRequest) => Promise<Page<T>>;

/** Walks all pages, with a write between each two; what the items are called, in their order. */
async function walk<T>(
  read: Read<T>,
  nameOf: (item: T) => string,
  { writing, backwards = false }: { readonly writing: Writing; readonly backwards?: boolean },
): Promise<string[]> {
  const names: string[] = [];
  let cursor: string | undefined;
  for (;;) {
    const side = backwards ? { before: cursor } : { after: cursor };
    const size = backwards ? { last: 17 } : { first: 17 };
    const page = await read({ ...size, ...(cursor === undefined ? {} : side) } as PageRequest);
    const there = page.items.map(nameOf);
    if (backwards) names.unshift(...there);
    else names.push(...there);
    cursor = backwards ? page.cursors[0] : page.cursors.at(-1);
    if (!(backwards ? page.hasPreviousPage : page.hasNextPage)) return names;
    await writing.next();
  }
}

/** Someone who writes while pages are walked. */
interface Writing {
  /** Resolves when the commit that is under way is acknowledged. */
  next(): Promise<unknown>;
  /** Resolves with how many commits there were. */
  stop(): Promise<number>;
}

/** Adds, removes and changes between what stays, until it is told to stop. */
function writer({ store }: Subject): Writing {
  let going = true;
  let current: Promise<unknown> = Promise.resolve();
  const run = async () => {
    let round = 0;
    for (; going; round++) {
      current = store.commit(changesOf(round));
      await current;
    }
    return round;
  };
  const running = run();
  return {
    next: () => current,
    stop() {
      going = false;
      return running;
    },
  };
}

/** One twin comes, one that came three rounds ago goes, and one that stays is changed. */
function changesOf(round: number): Change[] {
  const fresh = `stays-${round % count}-${round}`;
  const stays = staying[round % count] as string;
  const old = round - 3;
  const gone = { twin: `stays-${old % count}-${old}`, detach: true };
  return [
    add(fresh, { level: round % 10 }),
    { addRelationship: { source: 'hub', target: fresh, name: 'feeds', id: fresh } },
    { set: { twin: stays, property: 'name', value: `${round}` } },
    { setRelationship: { source: 'hub', id: stays, property: 'capacity', value: round } },
    ...(old < 0 ? [] : [{ removeTwin: gone }]),
  ];
}

export function pagingContract(subject: Subject): void {
  const prepare = () =>
    subject.store.commit([
      add('hub'),
      ...staying.map((id, i) => add(id, { level: levelOf(i) })),
      ...staying.map((target) => ({
        addRelationship: { source: 'hub', target, name: 'feeds', id: target },
      })),
    ]);
  const known = new Set(staying);
  const thoseThatStay = (names: readonly string[]) => names.filter((name) => known.has(name));

  describe('pages', () => {
    const byLevel = [...staying.keys()].sort((a, b) => levelOf(b) - levelOf(a) || a - b);
    test.each<[string, readonly Order[], readonly string[]]>([
      ['by id', [], staying],
      ['by id, descending', [{ path: '$id', descending: true }], staying.toReversed()],
      ['by level', [{ path: 'level', descending: true }], byLevel.map((i) => staying[i] as string)],
    ])('of twins %s are walked both ways while others write', async (_, orderBy, expected) => {
      await prepare();
      const writing = writer(subject);
      const read: Read<{ readonly id: string }> = (page) =>
        subject.store.find({ models: [pump], orderBy, ...page });
      const [forwards, backwards] = await Promise.all([
        walk(read, ({ id }) => id, { writing }),
        walk(read, ({ id }) => id, { writing, backwards: true }),
      ]);
      expect(await writing.stop()).toBeGreaterThan(10);
      for (const names of [forwards, backwards]) {
        expect(new Set(names).size).toBe(names.length);
        expect(thoseThatStay(names)).toEqual(expected);
      }
    });

    test('of relationships are walked while others write, of the whole graph and of a twin', async () => {
      await prepare();
      const writing = writer(subject);
      const [all, ofHub] = await Promise.all([
        walk(
          (page) => subject.store.findRelationships({ names: ['feeds'], ...page }),
          ({ id }) => id,
          { writing },
        ),
        walk(
          async (page) => {
            const request = { twin: 'hub', direction: 'out' as const, ...page };
            const [first] = await subject.store.relationshipsOf([request]);
            return first as Page<{ readonly id: string }>;
          },
          ({ id }) => id,
          { writing, backwards: true },
        ),
      ]);
      expect(await writing.stop()).toBeGreaterThan(10);
      for (const names of [all, ofHub]) {
        expect(new Set(names).size).toBe(names.length);
        expect(thoseThatStay(names)).toEqual(staying);
      }
    });

    test('go on from a record that is gone, in both directions and after a restart', async () => {
      await subject.store.commit(['a', 'b', 'c', 'd'].map((id) => add(id)));
      const { cursors } = await subject.store.find({});
      await subject.store.commit([{ removeTwin: { twin: 'b' } }, add('bb')]);
      await subject.restart();
      const after = await subject.store.find({ after: cursors[1] as string });
      expect(after.items.map(({ id }) => id)).toEqual(['bb', 'c', 'd']);
      expect(after).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
      const before = await subject.store.find({ last: 5, before: cursors[1] as string });
      expect(before.items.map(({ id }) => id)).toEqual(['a']);
      expect(before).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    });
  });
}
