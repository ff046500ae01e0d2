/**
 * Judges relationships against the content of that name in the source's model: name, target,
 * properties and multiplicity. Used by `check.ts`.
 */
import type { Problem } from '../model/errors.ts';
import type { GraphReader } from '../model/graph.ts';
import type { Relationship } from '../model/relationship.ts';
import type { Twin } from '../model/twin.ts';
import type { Catalogue, Interface, RelationshipContent } from './catalogue.ts';
import { contentsCheck, type PropertyCheck } from './interface-check.ts';
import { adviceFor } from './near-name.ts';
import { listed } from './value-check.ts';

/** The problems of a relationship; with `before`, its unchanged properties are passed over. */
export type RelationshipCheck = (
  relationship: Relationship,
  after: GraphReader,
  before?: Relationship,
) => readonly Problem[];

/**
 * The check of relationships against a catalogue. A missing end is the business of the changes
 * themselves, and a source of unknown model is refused as a twin: neither is reported again here.
 */
export function relationshipCheck(catalogue: Catalogue): RelationshipCheck {
  return (relationship, after, before) => {
    const source = after.twin(relationship.source);
    const model = source && catalogue.interface(source.model);
    if (model === undefined) return [];
    const content = model.contents.get(relationship.name);
    if (content?.kind !== 'relationship') return [undeclared(relationship, model)];
    const where = placeOf(relationship);
    const unchanged = before?.name === relationship.name ? before.properties : undefined;
    return [
      ...wrongTarget(relationship, content, after.twin(relationship.target), catalogue),
      ...propertiesOf(content)(relationship.properties, where, unchanged),
      ...(unchanged === undefined ? tooMany(relationship, content, after) : []),
    ];
  };
}

/** Of a relationship content, as long as an ontology has it. */
const propertyChecks = new WeakMap<RelationshipContent, PropertyCheck>();

function propertiesOf(content: RelationshipContent): PropertyCheck {
  const known = propertyChecks.get(content);
  const check = known ?? contentsCheck(content.properties, `the relationship ${content.name}`);
  propertyChecks.set(content, check);
  return check;
}

function placeOf({ source, id }: Relationship): string {
  return `${source}/${id}`;
}

function undeclared(relationship: Relationship, model: Interface): Problem {
  const declared = [...model.contents.values()].filter(({ kind }) => kind === 'relationship');
  const names = declared.map(({ name }) => name);
  return {
    code: 'VALIDATION_FAILED',
    where: placeOf(relationship),
    message: `${model.id} declares no relationship ${JSON.stringify(relationship.name.slice(0, 64))}`,
    expected: names.length === 0 ? 'no relationships at all' : `one of ${listed(names)}`,
    action: adviceFor(relationship.name, names, 'leave it out, or add it to the model'),
  };
}

function wrongTarget(
  relationship: Relationship,
  content: RelationshipContent,
  target: Twin | undefined,
  catalogue: Catalogue,
): Problem[] {
  const wanted = content.target;
  if (target === undefined || wanted === undefined || catalogue.isA(target.model, wanted))
    return [];
  const known = catalogue.interface(wanted) !== undefined;
  return [
    {
      code: 'VALIDATION_FAILED',
      where: placeOf(relationship),
      message: `the target ${target.id} is a ${target.model}`,
      expected: `a twin of ${wanted} or of a model that extends it`,
      action: known ? 'choose another target' : `load the model ${wanted} first`,
    },
  ];
}

function tooMany(
  relationship: Relationship,
  content: RelationshipContent,
  after: GraphReader,
): Problem[] {
  const most = content.maxMultiplicity;
  if (most === undefined) return [];
  let count = 0;
  for (const each of after.relationshipsOf(relationship.source, 'out')) {
    if (each.name === relationship.name) count++;
  }
  if (count <= most) return [];
  return [
    {
      code: 'VALIDATION_FAILED',
      where: placeOf(relationship),
      message: `${relationship.source} would have ${count} relationships ${relationship.name}`,
      expected: `at most ${most} (maxMultiplicity)`,
      action: 'remove one first',
    },
  ];
}
