/** The contents of the interfaces that `ontology-sample.ts` makes. */
import type { JsonObject } from '../model/json.ts';
import type { RandomStream } from '../model/random.ts';
import { plain, type Quantity, qualifiers, quantities, type Word } from './ontology-words.ts';

/** A model while the ontology is made. */
export interface SampleModel {
  readonly id: string;
  readonly words: readonly Word[];
  readonly head: string;
  readonly depth: number;
  readonly parents: readonly SampleModel[];
  /** The model and all that it extends. */
  readonly lineage: ReadonlySet<SampleModel>;
  /** The model that declares it, by name of content, inherited ones too. */
  readonly names: Map<string, SampleModel>;
  /** Names of contents that have a unit which nothing overrides yet. */
  readonly measured: Set<string>;
}

/** With what contents are made. */
export interface ContentSource {
  readonly random: RandomStream;
  readonly version: 2 | 3;
  /** Interfaces that may be components. */
  readonly parts: readonly SampleModel[];
}

/** What the root and the heads declare for all under them. */
export function headContents(model: SampleModel): JsonObject[] {
  const tags = {
    '@type': 'Map',
    mapKey: { name: 'tag', schema: 'string' },
    mapValue: { name: 'value', schema: 'string' },
  };
  const to = (name: string, target: string) =>
    relationship(name, `dtmi:sample:building:${target};1`);
  const contents: Readonly<Record<string, readonly JsonObject[]>> = {
    Entity: [property('name', 'string'), property('tags', tags), property('externalIds', tags)],
    Device: [property('serialNumber', 'string'), property('tags', tags)],
    Space: [to('hasPart', 'Space'), to('isPartOf', 'Space'), property('capacity', 'integer')],
    Equipment: [
      to('feeds', 'Entity'),
      to('isFedBy', 'Equipment'),
      to('locatedIn', 'Space'),
      to('hasPoint', 'Point'),
      property('serialNumber', 'string'),
      ...plainContents,
    ],
    Point: [
      to('isPointOf', 'Entity'),
      { '@type': 'Telemetry', name: 'lastValue', schema: 'double' },
    ],
    Agent: [to('memberOf', 'Agent'), property('email', 'string')],
    Record: [to('describes', 'Entity'), property('url', 'string')],
  };
  return named(model, contents[model.head] ?? []);
}

const plainContents = plain.map(([word, schema]) => texts(word, property(word[0], schema)));

/** A part has a few plain properties, and nothing that would make it too deep for a component. */
export function partContents(model: SampleModel, { random }: ContentSource): JsonObject[] {
  return named(model, plainContents.slice(0, 2 + random.integer(4)));
}

/** What any other model declares beside what it inherits. */
export function modelContents(model: SampleModel, source: ContentSource): JsonObject[] {
  return source.version === 2 ? deviceContents(model, source) : buildingContents(model, source);
}

/** 6.7 telemetry on average, as the largest public repository of devices has. */
function deviceContents(model: SampleModel, source: ContentSource): JsonObject[] {
  const { random } = source;
  const contents = Array.from({ length: 4 + random.integer(7) }, () =>
    measured(model, 'Telemetry', source),
  );
  if (random.uniform() < 0.2)
    contents.push(...contents.splice(0, 1).map(() => mode(model, source)));
  if (random.uniform() < 0.3) contents.push(plainProperty(model, source));
  if (random.uniform() < 0.1) contents.push(...component(model, source));
  return contents;
}

function buildingContents(model: SampleModel, source: ContentSource): JsonObject[] {
  const { random } = source;
  const contents: JsonObject[] = [];
  const share = (part: number) => random.uniform() < part;
  if (share(0.4)) contents.push(measured(model, share(0.3) ? 'Telemetry' : 'Property', source));
  if (share(0.4)) contents.push(plainProperty(model, source));
  if (share(0.12)) contents.push(mode(model, source));
  if (share(0.12)) contents.push(link(model, source));
  if (share(0.06)) contents.push(...component(model, source));
  if (share(0.125)) contents.push(...override(model));
  return contents;
}

/** A value with its semantic type and unit. */
function measured(
  model: SampleModel,
  kind: 'Property' | 'Telemetry',
  { random }: ContentSource,
): JsonObject {
  const { word, type, unit }: Quantity = random.pick(quantities);
  const [name, text] = fresh(model, word, random);
  model.measured.add(`${name} ${type}Unit`);
  const content = { '@type': [kind, type], name, schema: 'double', unit };
  return texts(text, kind === 'Property' ? { ...content, writable: true } : content);
}

function plainProperty(model: SampleModel, { random }: ContentSource): JsonObject {
  const [word, schema] = random.pick(plain);
  const [name, text] = fresh(model, word, random);
  return texts(text, property(name, schema));
}

/** A property of an enumeration. */
function mode(model: SampleModel, { random }: ContentSource): JsonObject {
  const [name, text] = fresh(model, ['mode', 'Betriebsart'], random);
  const enumValues = ['off', 'on', 'automatic'].map((each, index) => ({
    name: each,
    enumValue: index,
  }));
  return texts(text, property(name, { '@type': 'Enum', valueSchema: 'integer', enumValues }));
}

/** A relationship to the models of a kind, every other one with properties. */
function link(model: SampleModel, { random }: ContentSource): JsonObject {
  const [name, text] = fresh(model, ['link', 'Verbindung'], random);
  const target = random.pick([...model.lineage]);
  const content = relationship(name, target.id);
  if (random.uniform() < 0.5) return texts(text, content);
  return texts(text, { ...content, properties: [property('since', 'date')] });
}

function component(model: SampleModel, { random, parts }: ContentSource): JsonObject[] {
  if (parts.length === 0) return [];
  const [name] = fresh(model, ['part', 'Teil'], random);
  return [{ '@type': 'Component', name, schema: random.pick(parts).id }];
}

/** The unit of a value, own or inherited, as a property of each twin. */
function override(model: SampleModel): JsonObject[] {
  const [first] = model.measured;
  const [annotates = '', schema = ''] = first?.split(' ') ?? [];
  const name = `${annotates}Unit`;
  if (first === undefined || model.names.has(name)) return [];
  model.measured.delete(first);
  model.names.set(name, model);
  const types = ['Property', 'ValueAnnotation', 'Override'];
  return [{ '@type': types, name, annotates, overrides: 'unit', schema, writable: true }];
}

/** A name that nothing in the lineage has, with its words in both languages. */
function fresh(model: SampleModel, word: Word, random: RandomStream): readonly [string, Word] {
  let [name, text] = [word[0], word];
  while (model.names.has(name)) {
    const [english, german] = random.pick(qualifiers);
    name = `${english.toLowerCase()}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    text = [`${english} ${text[0]}`, `${german} ${text[1]}`];
  }
  model.names.set(name, model);
  return [name, text];
}

function named(model: SampleModel, contents: readonly JsonObject[]): JsonObject[] {
  for (const { name } of contents) model.names.set(String(name), model);
  return [...contents];
}

function texts([english, german]: Word, content: JsonObject): JsonObject {
  return {
    ...content,
    displayName: { en: english, de: german },
    description: `The ${english.toLowerCase()}.`,
  };
}

function property(name: string, schema: string | JsonObject): JsonObject {
  return { '@type': 'Property', name, schema, writable: true };
}

function relationship(name: string, target: string): JsonObject {
  return { '@type': 'Relationship', name, target };
}
