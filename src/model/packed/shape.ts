/**
 * What records of one kind have in common: their model or name, and which slot of a row holds the
 * value of which property and stamp. A packed graph keeps each shape once; a record is a row.
 */
import type { Json } from '../json.ts';

/** Twins, relationships whose id is `name:target`, and those whose first slot is their id. */
export type ShapeKind = 'twin' | 'named' | 'identified';

/** A property's slot within the row, or the fields of the object that it is. */
export interface Field {
  readonly key: string;
  readonly slot: number;
  readonly fields?: readonly Field[];
}

/** A stamped path; the slots of time, sequence and writer follow one another, where present. */
export interface StampField {
  readonly path: string;
  readonly slot: number;
  readonly sequence: boolean;
  readonly writer: boolean;
}

/** One shape. */
export interface Shape {
  readonly kind: ShapeKind;
  /** The model of twins, the name of relationships. */
  readonly label: string;
  /** Whether the row is but one JSON text: the shape of records that are not alike. */
  readonly loose: boolean;
  readonly fields: readonly Field[];
  readonly stamps: readonly StampField[];
  /** Slots per row. */
  readonly width: number;
}

/** A shape as a list of steps: how records are matched with it, and how images keep it. */
export type Step =
  | readonly ['value' | 'open' | 'time' | 'sequence' | 'writer' | 'both', string]
  | readonly ['close'];

/** What a shape begins with. */
export type ShapeRoot = Pick<Shape, 'kind' | 'label' | 'loose'>;

/** The shape of some steps. */
export function shapeOf(root: ShapeRoot, steps: readonly Step[]): Shape {
  let width = root.kind === 'identified' ? 1 : 0;
  if (root.loose) width++;
  const top: Field[] = [];
  const open: Field[][] = [top];
  const stamps: StampField[] = [];
  for (const [kind, key = ''] of steps) {
    const fields = open.at(-1) as Field[];
    if (kind === 'value') fields.push({ key, slot: width++ });
    else if (kind === 'open') {
      const inner: Field[] = [];
      fields.push({ key, slot: -1, fields: inner });
      open.push(inner);
    } else if (kind === 'close') open.pop();
    else {
      const sequence = kind === 'sequence' || kind === 'both';
      const writer = kind === 'writer' || kind === 'both';
      stamps.push({ path: key, slot: width, sequence, writer });
      width += 1 + Number(sequence) + Number(writer);
    }
  }
  return { ...root, fields: top, stamps, width };
}

/** The steps of a shape. */
export function stepsOf({ fields, stamps }: Pick<Shape, 'fields' | 'stamps'>): Step[] {
  const steps = fields.flatMap(({ key, fields: inner }): Step[] =>
    inner === undefined
      ? [['value', key]]
      : [['open', key], ...stepsOf({ fields: inner, stamps: [] }), ['close']],
  );
  for (const stamp of stamps) steps.push([stampStep(stamp.sequence, stamp.writer), stamp.path]);
  return steps;
}

/** The step of a stamp with or without sequence and writer. */
export function stampStep(sequence: boolean, writer: boolean) {
  if (sequence) return writer ? 'both' : 'sequence';
  return writer ? 'writer' : 'time';
}

/** Where each path leads: to the slot of a value, or to -1 for an object with a shape of its own. */
export function placesOf(shape: Shape): Map<string, number> {
  const places = new Map<string, number>();
  const enter = (fields: readonly Field[], before: string) => {
    for (const { key, slot, fields: inner } of fields) {
      // A path cannot say a key with a slash.
      if (key.includes('/')) continue;
      places.set(before + key, slot);
      if (inner !== undefined) enter(inner, `${before}${key}/`);
    }
  };
  enter(shape.fields, '');
  return places;
}

/** A shape as JSON, for images. */
export function shapeJson(shape: Shape): Json {
  const { kind, label, loose } = shape;
  return [kind, label, loose, stepsOf(shape) as readonly (readonly string[])[]];
}

/** The shape of such JSON. */
export function shapeOfJson(json: Json): Shape {
  const [kind, label, loose, steps] = json as unknown as [ShapeKind, string, boolean, Step[]];
  return shapeOf({ kind, label, loose }, steps);
}
