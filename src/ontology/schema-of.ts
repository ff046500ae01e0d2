/**
 * Turns a schema element of the language into the catalogue's form.
 * Used by `interface-of.ts` and by the conformance runner.
 */
import type { FieldFacts, Quantity, Schema } from './catalogue.ts';
import { lastSegment } from './dtmi.ts';
import { type Element, idOf, objectOf, objectsOf } from './language/element.ts';

/** Schemas that are referred to from many places are made once. */
const made = new WeakMap<Element, Schema>();

/** Those that are being made: one that is met again contains itself. */
const open = new Set<Element>();

/** The catalogue's form of a schema element. */
export function schemaOf(element: Element | undefined): Schema {
  if (element === undefined) throw new TypeError('an element that passed the rules has its schema');
  const known = made.get(element);
  if (known !== undefined) return known;
  if (open.has(element)) {
    return { kind: 'primitive', name: idOf(element), again: () => schemaOf(element) };
  }
  open.add(element);
  try {
    const schema = makeSchema(element);
    made.set(element, schema);
    return schema;
  } finally {
    open.delete(element);
  }
}

function makeSchema(element: Element): Schema {
  // A geospatial schema is an element of the language itself, and judged as GeoJSON.
  if (element.memberOf === 'Geospatial') {
    return { kind: 'primitive', name: lastSegment(idOf(element)) };
  }
  switch (element.type) {
    case 'Enum':
      return enumSchema(element);
    case 'Object':
      return objectSchema(element);
    case 'Array':
      return { kind: 'array', element: schemaOf(objectOf(element, 'elementSchema')) };
    case 'Map': {
      const value = objectOf(element, 'mapValue');
      const facts = value === undefined ? {} : quantityOf(value);
      const known = Object.keys(facts).length > 0 && { facts };
      return { kind: 'map', value: schemaOf(value && objectOf(value, 'schema')), ...known };
    }
    default:
      return { kind: 'primitive', name: lastSegment(idOf(element)) };
  }
}

function enumSchema(element: Element): Schema {
  const values = objectsOf(element, 'enumValues').map((each) => ({
    name: String(each.literals.get('name')),
    value: each.literals.get('enumValue') as string | number,
  }));
  const valueSchema = objectOf(element, 'valueSchema');
  const numeric = valueSchema !== undefined && lastSegment(idOf(valueSchema)) === 'integer';
  return {
    kind: 'enum',
    ...idIn(element),
    valueSchema: numeric ? 'integer' : 'string',
    values,
  };
}

function objectSchema(element: Element): Schema {
  const fields = new Map<string, Schema>();
  const facts = new Map<string, FieldFacts>();
  for (const field of objectsOf(element, 'fields')) {
    const name = String(field.literals.get('name'));
    fields.set(name, schemaOf(objectOf(field, 'schema')));
    const required = field.cotypes.some(({ isA }) => isA.includes('Required'));
    const said: FieldFacts = { ...quantityOf(field), ...(required && { required }) };
    if (Object.keys(said).length > 0) facts.set(name, said);
  }
  return { kind: 'object', ...idIn(element), fields, ...(facts.size > 0 && { facts }) };
}

/** The semantic type and the unit of an element that has a schema. */
export function quantityOf(element: Element): Quantity {
  const unit = objectOf(element, 'unit');
  const semantic = element.cotypes.find(({ isA }) => isA.includes('SemanticType'));
  const semanticType = semantic?.isA[0];
  return {
    ...(semanticType !== undefined && { semanticType }),
    ...(unit !== undefined && { unit: lastSegment(idOf(unit)) }),
  };
}

function idIn({ id }: Element): { readonly id?: string } {
  return id === undefined ? {} : { id };
}
