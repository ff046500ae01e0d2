/**
 * Two stores side by side under the same random commands: every answer, refusal and state has to
 * be the same, and what is kept the same as in a plain model. Called by `model-based.test.ts`.
 */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { CommitResult, TwinStore } from '../../src/store/twin-store.ts';
import type { Place } from '../contract/twin-store.contract.ts';
import { answerOf, commitOf, outcomeOf, type Sequence, stateOf } from './model-based/answers.ts';
import { type Command, commands, sequencesOf } from './model-based/commands.ts';
import { type Expected, PlainGraph } from './model-based/plain-graph.ts';

/** How many random sequences are run. */
export const sequences = Number(process.env.LINCHPIN_SEQUENCES ?? 1_000);

/** Runs sequences on two stores; throws with the shortest one that tells them apart. */
export async function expectSameAnswers(
  newPlaces: readonly [() => Promise<Place>, () => Promise<Place>],
): Promise<void> {
  const pair = new Pair(newPlaces);
  try {
    await fc.assert(
      fc.asyncProperty(sequencesOf(commands), (list) => pair.run(list)),
      { numRuns: sequences },
    );
  } finally {
    await pair.remove();
  }
}

interface Side {
  readonly place: Place;
  store: TwinStore;
}

type Sent = Sequence['sent'][number];

/** Two stores that have had the same commands. */
class Pair {
  readonly #newPlaces: readonly (() => Promise<Place>)[];
  #sides: readonly Side[] = [];
  #plain = new PlainGraph();
  #count = 0;
  /** Whether the last sequence did not come to its end, so that the stores may differ. */
  #isBroken = true;

  constructor(newPlaces: readonly (() => Promise<Place>)[]) {
    this.#newPlaces = newPlaces;
  }

  async run(list: readonly Command[]): Promise<void> {
    if (this.#isBroken) await this.#renew();
    this.#isBroken = true;
    this.#plain = new PlainGraph();
    const begin = await this.#first.revision();
    let sequence: Sequence = {
      prefix: `s${this.#count++}/`,
      begin,
      present: begin,
      cursors: [],
      sent: [],
    };
    for (const command of list) sequence = await this.#step(command, sequence);
    await this.#agree(stateOf);
    await this.#clear();
    this.#isBroken = false;
  }

  async remove(): Promise<void> {
    for (const { store, place } of this.#sides) {
      await store.close();
      await place.remove();
    }
    this.#sides = [];
  }

  get #first(): TwinStore {
    return (this.#sides[0] as Side).store;
  }

  async #renew(): Promise<void> {
    await this.remove();
    this.#sides = await Promise.all(
      this.#newPlaces.map(async (newPlace) => {
        const place = await newPlace();
        return { place, store: await place.open() };
      }),
    );
  }

  /** Gives the next sequence the same beginning: no twins and no models. */
  async #clear(): Promise<void> {
    const { items } = await this.#first.find({ first: 1_000 });
    const removals = items.map(({ id }) => ({ removeTwin: { twin: id, detach: true } }));
    const models = await this.#first.models();
    await this.#agree(async (store) => {
      await store.commit(removals);
      for (const { id } of models) await store.removeModel(id);
    });
  }

  async #step(command: Command, sequence: Sequence): Promise<Sequence> {
    if (command.kind === 'restart') {
      await this.#restart(command.which);
      return sequence;
    }
    if (command.kind === 'commit') {
      return this.#commit(
        command.commits.map((each) => commitOf(each, sequence)),
        sequence,
      );
    }
    if (command.kind === 'again') {
      const again = sequence.sent[command.index % Math.max(1, sequence.sent.length)];
      return again === undefined ? sequence : this.#commit([again], sequence);
    }
    const outcome = await this.#agree((store) => answerOf(store, command, sequence));
    const { cursors = [] } = (outcome as { value?: { cursors?: string[] } }).value ?? {};
    return { ...sequence, cursors: [...sequence.cursors, ...cursors] };
  }

  async #restart(which: 'first' | 'second' | 'both'): Promise<void> {
    for (const [index, side] of this.#sides.entries()) {
      if (which !== 'both' && (which === 'first') !== (index === 0)) continue;
      await side.store.close();
      side.store = await side.place.open();
    }
  }

  /** Sends commits at once; both stores and the plain model must say the same of each. */
  async #commit(commits: readonly Sent[], sequence: Sequence): Promise<Sequence> {
    let { present } = sequence;
    const outcomes = (await this.#agreeOnAll((store) =>
      commits.map(([changes, options]) => outcomeOf(store.commit(changes, options))),
    )) as readonly CommitOutcome[];
    outcomes.forEach((outcome, index) => {
      const [changes, options] = commits[index] as Sent;
      expect(shortOf(outcome)).toEqual(wantedOf(this.#plain.commit(changes, options, present)));
      if (outcome.value?.repeated === false) present = outcome.value.revision;
    });
    await this.#compareWithPlain(present);
    return { ...sequence, present, sent: [...sequence.sent, ...commits] };
  }

  async #compareWithPlain(revision: number): Promise<void> {
    const graph = await this.#first.snapshot();
    expect(graph.revision).toBe(revision);
    expect(graph.size).toEqual({
      twins: this.#plain.twins.size,
      relationships: this.#plain.links.size,
    });
    for (const [id, { model, properties, observed }] of this.#plain.twins) {
      const twin = graph.twin(id);
      expect([id, twin?.model]).toEqual([id, model]);
      if (!observed) expect(twin?.properties).toEqual(properties);
    }
    for (const [key, link] of this.#plain.links) {
      const [source = '', id = ''] = key.split('\n');
      expect(graph.relationship({ source, id })).toMatchObject({ source, id, ...link });
    }
  }

  async #agree(ask: (store: TwinStore) => Promise<unknown>): Promise<unknown> {
    const [outcome] = await this.#agreeOnAll((store) => [outcomeOf(ask(store))]);
    return outcome;
  }

  /** What both stores answer; throws where they differ. */
  async #agreeOnAll(
    ask: (store: TwinStore) => readonly Promise<unknown>[],
  ): Promise<readonly unknown[]> {
    const [first = [], second] = await Promise.all(
      this.#sides.map(({ store }) => Promise.all(ask(store))),
    );
    if (!isDeepStrictEqual(first, second)) expect(second).toEqual(first);
    return first;
  }
}

interface CommitOutcome {
  readonly value?: Pick<CommitResult, 'revision' | 'repeated' | 'rejected'>;
  readonly error?: { readonly code: string; readonly problems: readonly { index?: number }[] };
}

/** What the plain model can say of an outcome. */
function shortOf({ value, error }: CommitOutcome): unknown {
  if (value?.repeated === true) return { repeated: true };
  if (value !== undefined) return { refused: value.rejected.map(({ index }) => index) };
  const positions = error?.problems.map(({ index }) => index) ?? [];
  const refused = positions.filter((index) => index !== undefined);
  return refused.length > 0 ? { code: 'refused', refused } : { code: error?.code };
}

function wantedOf({ code, repeated, refused }: Expected): unknown {
  if (repeated === true) return { repeated };
  if (code === 'CONFLICT') return { code };
  return code === undefined ? { refused } : { code, refused };
}
