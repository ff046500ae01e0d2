/**
 * Makes ontologies of a given size with the shape of large public ones, the same for the same
 * size: for `linchpin bench ontology` and `linchpin bench schema`, and for tests of speed and size.
 */
import type { Json, JsonObject } from '../model/json.ts';
import { RandomStream } from '../model/random.ts';
import {
  headContents,
  modelContents,
  partContents,
  type SampleModel,
} from './ontology-sample-contents.ts';
import { heads, nouns, qualifiers, type Word } from './ontology-words.ts';

/** What kind of ontology. */
export interface SampleOntologyOptions {
  /** How many interfaces. */
  readonly models: number;
  /**
   * DTDL version. 3, the default, is an ontology of buildings: inheritance over up to ten levels,
   * six in a hundred models with two parents, nine with an `Override`, relationships with
   * properties, components. 2 is a repository of devices, each with about seven telemetry.
   */
  readonly version?: 2 | 3;
}

const deepest = 10;
const contexts: Readonly<Record<2 | 3, Json>> = {
  2: 'dtmi:dtdl:context;2',
  3: [
    'dtmi:dtdl:context;3',
    'dtmi:dtdl:extension:quantitativeTypes;1',
    'dtmi:dtdl:extension:annotation;1',
    'dtmi:dtdl:extension:overriding;1',
  ],
};

/** The documents of an ontology, each one interface; what a model refers to comes before it. */
export function sampleOntology({ models, version = 3 }: SampleOntologyOptions): JsonObject[] {
  const maker = new SampleMaker(version);
  return Array.from({ length: models }, () => maker.next());
}

class SampleMaker {
  readonly #version: 2 | 3;
  readonly #random: RandomStream;
  readonly #models: SampleModel[] = [];
  readonly #byHead = new Map<string, SampleModel[]>();
  readonly #parts: SampleModel[] = [];
  readonly #taken = new Set<string>();

  constructor(version: 2 | 3) {
    this.#version = version;
    this.#random = new RandomStream(version);
  }

  /** The next model: the root, the heads under it, then parts and all others in turn. */
  next(): JsonObject {
    const index = this.#models.length;
    const headWords = this.#version === 3 ? heads : [];
    const head = headWords[index - 1];
    const contents = { random: this.#random, version: this.#version, parts: this.#parts };
    if (index === 0) {
      const word: Word = this.#version === 3 ? ['Entity', 'Ding'] : ['Device', 'Gerät'];
      const root = this.#add([word], word[0], []);
      return this.#document(root, headContents(root));
    }
    if (head !== undefined) {
      const model = this.#add([head], head[0], this.#models.slice(0, 1));
      return this.#document(model, headContents(model));
    }
    if (index % 100 === 20) {
      const part = this.#add(this.#words([['Part', 'Teil']]), 'Part', []);
      this.#parts.push(part);
      return this.#document(part, partContents(part, contents));
    }
    const model = this.#child(index);
    return this.#document(model, modelContents(model, contents));
  }

  #child(index: number): SampleModel {
    const first = index % 50 === 0 ? this.#deepestParent() : this.#parent(this.#head());
    const second = this.#random.uniform() < (this.#version === 3 ? 0.062 : 0.02);
    const parents = second ? [first, ...this.#beside(first)] : [first];
    const known = nouns[first.head] ?? [];
    const isHead = first.words.length === 1 && !known.includes(first.words[0] as Word);
    const noun = isHead ? this.#random.pick(known) : (first.words.at(-1) as Word);
    const qualified = isHead ? [noun] : [...first.words.slice(-2, -1), noun];
    return this.#add(this.#words(qualified), first.head, parents);
  }

  /** Points and equipment are most of a building's classes. */
  #head(): string {
    if (this.#version === 2) return 'Device';
    const drawn = this.#random.uniform();
    const shares = { Point: 0.45, Equipment: 0.8, Space: 0.92, Agent: 0.95, Record: 1 };
    return Object.entries(shares).find(([, share]) => drawn < share)?.[0] ?? 'Record';
  }

  /** Older models have more children, as general classes have. */
  #parent(head: string): SampleModel {
    const known = this.#byHead.get(head) ?? [];
    const limit = this.#version === 3 ? deepest : 4;
    for (;;) {
      const found = known[Math.floor(this.#random.uniform() ** 2 * known.length)] as SampleModel;
      if (found.depth < limit) return found;
    }
  }

  /** The deepest model that may have children: the longest line grows to its limit. */
  #deepestParent(): SampleModel {
    const limit = this.#version === 3 ? deepest : 4;
    const open = this.#models.filter(({ head, depth }) => head !== 'Part' && depth < limit);
    return open.reduce((a, b) => (b.depth > a.depth ? b : a));
  }

  /** A second parent that goes with the first, where one is found soon. */
  #beside(first: SampleModel): SampleModel[] {
    for (let tries = 0; tries < 5; tries++) {
      const other = this.#parent(this.#head());
      const related = first.lineage.has(other) || other.lineage.has(first);
      const clash = [...other.names].some(
        ([name, owner]) => (first.names.get(name) ?? owner) !== owner,
      );
      if (!related && !clash) return [other];
    }
    return [];
  }

  /** These words, with a qualifier in front until nobody has that name. */
  #words(given: readonly Word[]): readonly Word[] {
    let found = given;
    while (this.#taken.has(nameOf(found))) {
      const kept = found.length > 3 ? given : found;
      found = [this.#random.pick(qualifiers), ...kept];
    }
    this.#taken.add(nameOf(found));
    return found;
  }

  #add(words: readonly Word[], head: string, parents: readonly SampleModel[]): SampleModel {
    const lineage = new Set(parents.flatMap((parent) => [...parent.lineage]));
    const model: SampleModel = {
      id: `dtmi:sample:${this.#version === 3 ? 'building' : 'devices'}:${nameOf(words)};1`,
      words,
      head,
      depth: Math.max(-1, ...parents.map(({ depth }) => depth)) + 1,
      parents,
      lineage,
      names: new Map(parents.flatMap(({ names }) => [...names])),
      measured: new Set(parents[0]?.measured),
    };
    lineage.add(model);
    this.#taken.add(nameOf(words));
    this.#models.push(model);
    const siblings = this.#byHead.get(head);
    if (siblings === undefined) this.#byHead.set(head, [model]);
    else siblings.push(model);
    return model;
  }

  #document({ id, words, parents }: SampleModel, contents: readonly JsonObject[]): JsonObject {
    const [english, german] = [0, 1].map((language) =>
      words.map((word) => word[language]).join(' '),
    ) as [string, string];
    const bases = parents.map((parent) => parent.id);
    return {
      '@context': contexts[this.#version],
      '@id': id,
      '@type': 'Interface',
      displayName: { en: english, de: german },
      description: { en: `A ${english.toLowerCase()} of a site, with what is known of it.` },
      ...(bases.length > 0 && { extends: bases.length === 1 ? (bases[0] as string) : bases }),
      contents,
    };
  }
}

function nameOf(words: readonly Word[]): string {
  return words.map(([english]) => english).join('');
}
