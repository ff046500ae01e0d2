/**
 * The collections that a query names, and what a path of the text means among them: `T.a.b` is a
 * property of T, and `a.b` alone one of the only collection there is.
 */
import { pathSegments } from '../../model/path.ts';
import type { Link, Property } from '../rows/rows-query.ts';
import type { SourceText } from './source-text.ts';
import type { NameAt, PathAt } from './syntax.ts';
import type { Collection, Vocabulary } from './vocabulary.ts';

type Kind = Collection['kind'];

/** What a path means: a collection's records where it is the name of one, or a property of them. */
type Meaning = { readonly of: string; readonly kind: Kind; readonly path?: string };

/** Metadata fields by their names in the text, and in the tree. */
const fields: Readonly<Record<Kind, Readonly<Record<string, string>>>> = {
  twin: { $dtId: '$id', '$metadata.$model': '$model' },
  relationship: {
    $relationshipId: '$id',
    $relationshipName: '$name',
    $sourceId: '$source',
    $targetId: '$target',
  },
};

/** The names of a query. */
export class Scope {
  readonly source: SourceText;
  readonly #vocabulary: Vocabulary | undefined;
  readonly #collections = new Map<string, Collection>();
  readonly #unnamed: { link: Link; give(relationship: string): void }[] = [];

  constructor(source: SourceText, vocabulary: Vocabulary | undefined) {
    this.source = source;
    this.#vocabulary = vocabulary;
  }

  /** The names of all collections, twins and relationships as they come. */
  get names(): readonly string[] {
    return [...this.#collections.keys()];
  }

  /** Adds a collection; `BAD_USER_INPUT` when there is one of the name. */
  declare(name: NameAt, collection: Collection): void {
    if (this.#collections.has(name.text)) {
      throw this.source.bad(name.offset, {
        message: `two collections are called ${name.text}`,
        expected: 'another name',
      });
    }
    this.#collections.set(name.text, collection);
  }

  /** Adds a twin, or finds it: in a pattern one name may stand twice. */
  twin(name: NameAt): void {
    if (this.#kindOf(name.text) !== 'twin') this.declare(name, { kind: 'twin' });
  }

  /** The name of relationships that is given; `BAD_USER_INPUT` when none can be called so. */
  relationship({ text, offset }: NameAt): string {
    this.#vocabulary?.relationship(text, this.source.placeOf(offset));
    return text;
  }

  /** The joined relationships without an alias can be called by their name, where it is clear. */
  offer(link: Link, give: (relationship: string) => void): void {
    this.#unnamed.push({ link, give });
  }

  /** The twin collection of a name. */
  twinOf(name: NameAt): string {
    const kind = this.#kindOf(name.text);
    if (kind === 'twin') return name.text;
    throw kind === undefined
      ? this.#unknown(name)
      : this.source.bad(name.offset, {
          message: `${name.text} is a collection of relationships`,
          expected: 'a collection of twins',
        });
  }

  /** What a path means. */
  meaningOf({ names }: PathAt): Meaning {
    const [first, ...rest] = names as readonly [NameAt, ...NameAt[]];
    const collection = this.#collections.get(first.text) ?? this.#adopted(first.text);
    if (collection !== undefined) return this.#property(first.text, collection, rest);
    const [sole, ...others] = this.#collections;
    if (sole === undefined || others.length > 0) throw this.#unknown(first);
    return this.#property(...sole, names);
  }

  /** The property that a path means; `BAD_USER_INPUT` when it is a whole collection. */
  propertyOf(path: PathAt): Property {
    const meaning = this.meaningOf(path);
    if (meaning.path !== undefined) return { of: meaning.of, path: meaning.path };
    const { text, offset } = path.names[0] as NameAt;
    throw this.source.bad(offset, {
      message: `${text} is a whole collection`,
      expected: `a property of it, such as ${text}.${Object.keys(fields[meaning.kind])[0]}`,
    });
  }

  #kindOf(name: string): Kind | undefined {
    return this.#collections.get(name)?.kind;
  }

  #adopted(name: string): Collection | undefined {
    const [only, ...others] = this.#unnamed.filter(({ link }) => link.names?.[0] === name);
    if (only === undefined || others.length > 0) return undefined;
    only.give(name);
    const collection: Collection = { kind: 'relationship', names: [name] };
    this.#collections.set(name, collection);
    return collection;
  }

  #property(of: string, collection: Collection, names: readonly NameAt[]): Meaning {
    const { kind } = collection;
    const [first] = names;
    if (first === undefined) return { of, kind };
    if (first.text.startsWith('$')) return { of, kind, path: this.#field(kind, names) };
    for (const { text, offset } of names) {
      if (!text.includes('/') && pathSegments(text).length > 0) continue;
      throw this.source.bad(offset, { message: `no property is called ${text}` });
    }
    const path = names.map(({ text }) => text).join('/');
    this.#vocabulary?.property(path, collection, this.source.placeOf(first.offset));
    return { of, kind, path };
  }

  #field(kind: Kind, names: readonly NameAt[]): string {
    const known = fields[kind];
    const text = names.map((name) => name.text).join('.');
    const field = Object.hasOwn(known, text) ? known[text] : undefined;
    if (field !== undefined) return field;
    throw this.source.bad((names[0] as NameAt).offset, {
      message: `a ${kind} has no metadata field ${text}`,
      expected: Object.keys(known).join(', '),
    });
  }

  #unknown({ text, offset }: NameAt): Error {
    const named = this.names.filter((name) => !name.startsWith('['));
    return this.source.bad(offset, {
      message: `no collection is called ${text}`,
      expected: named.length === 0 ? 'a name given after FROM' : `one of ${named.join(', ')}`,
    });
  }
}
