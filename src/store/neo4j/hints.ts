/**
 * What the models say of values: hints that choose a native type when a property is written. They
 * only make the graph read well: a value that they do not fit is kept just the same.
 */
import type { Catalogue, Content, Schema } from '../../ontology/catalogue.ts';

/** The declared form of a value, as far as it is known. */
export interface Hint {
  /** Name of the primitive schema: `double`, `dateTime`. */
  readonly type?: string;
  /** The form of the elements of an array. */
  readonly element?: Hint | undefined;
  /** The form of a field, map value or component's property. */
  child?(name: string): Hint | undefined;
}

/** Hints for twins of a model; undefined where the model is unknown. */
export function twinHint(catalogue: Catalogue, model: string): Hint | undefined {
  const known = catalogue.interface(model);
  return known && contentsHint(catalogue, known.contents);
}

/** Hints for relationships of a name: what all interfaces that declare it agree on. */
export function relationshipHint(catalogue: Catalogue, name: string): Hint {
  const declared = new Map<string, Hint | undefined>();
  for (const { contents } of catalogue.interfaces.values()) {
    const content = contents.get(name);
    if (content?.kind !== 'relationship') continue;
    for (const [property, { schema }] of content.properties) {
      const hint = schemaHint(schema);
      const agreed = !declared.has(property) || declared.get(property)?.type === hint.type;
      declared.set(property, agreed ? hint : undefined);
    }
  }
  return { child: (property) => declared.get(property) };
}

function contentsHint(catalogue: Catalogue, contents: ReadonlyMap<string, Content>): Hint {
  const child = (name: string) => {
    const content = contents.get(name);
    if (content?.kind === 'property') return schemaHint(content.schema);
    return content?.kind === 'component' ? twinHint(catalogue, content.schema) : undefined;
  };
  return { child: remembered(child) };
}

function schemaHint(schema: Schema): Hint {
  switch (schema.kind) {
    case 'primitive':
      return { type: schema.name };
    case 'enum':
      return { type: schema.valueSchema };
    case 'array':
      return { element: schemaHint(schema.element) };
    case 'map':
      return {
        child: remembered(
          () => schemaHint(schema.value),
          () => '',
        ),
      };
    case 'object':
      return {
        child: remembered((name) => {
          const field = schema.fields.get(name);
          return field && schemaHint(field);
        }),
      };
  }
}

/** Asks once for each name; recursive models have no end to be unfolded to. */
function remembered(
  child: (name: string) => Hint | undefined,
  keyOf: (name: string) => string = (name) => name,
): (name: string) => Hint | undefined {
  const known = new Map<string, Hint | undefined>();
  return (name) => {
    const key = keyOf(name);
    if (!known.has(key)) known.set(key, child(name));
    return known.get(key);
  };
}
