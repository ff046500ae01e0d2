/**
 * Judges the structures below elements: how deep and large they may be, that they do not contain
 * themselves, and what must not be in them. Used by `judge.ts`.
 */
import { lastSegment } from '../dtmi.ts';
import { primitives } from '../primitives.ts';
import { type Element, isOf, objectOf, objectsOf } from './element.ts';
import { contentsWithInherited } from './inheritance.ts';
import { type Findings, withArticle } from './problem.ts';
import type { DescendantRule } from './rules.ts';

/** Judges every element by the rules of its class over its descendants. */
export function judgeDescendants(elements: readonly Element[], findings: Findings): void {
  const measures = new Map<DescendantRule, Measures>();
  for (const element of elements) {
    for (const rule of element.language.classes[element.type]?.descendants ?? []) {
      if (rule.datatypeFrom !== undefined) judgeDatatypes(element, rule, findings);
      else {
        const known = measures.get(rule) ?? new Measures(rule);
        measures.set(rule, known);
        judgeMeasure(element, rule, known, findings);
      }
    }
  }
}

interface Measure {
  /** Most counted steps below. */
  readonly depth: number;
  /** Counted elements below, those that are reached on several ways counted for each. */
  readonly count: number;
  readonly cyclic: boolean;
  readonly excluded: boolean;
}

const nothing: Measure = { depth: 0, count: 0, cyclic: false, excluded: false };
const endless: Measure = { depth: Infinity, count: Infinity, cyclic: true, excluded: false };
const tooDeep: Measure = { ...endless, cyclic: false };

/** Structures deeper than this are not followed to their end: no rule allows a tenth of it. */
const followed = 500;

/** Measures what lies below elements by one rule, each element once. */
class Measures {
  readonly #rule: DescendantRule;
  readonly #known = new Map<Element, Measure>();
  readonly #open = new Set<Element>();

  constructor(rule: DescendantRule) {
    this.#rule = rule;
  }

  of(element: Element): Measure {
    const known = this.#known.get(element);
    if (known !== undefined) return known;
    if (this.#open.has(element)) return this.#rule.allowSelf === true ? nothing : endless;
    if (this.#open.size > followed) return tooDeep;
    this.#open.add(element);
    const measure = this.#measure(element);
    this.#open.delete(element);
    this.#known.set(element, measure);
    return measure;
  }

  #measure(element: Element): Measure {
    let { depth, count, cyclic, excluded } = nothing;
    for (const [child, counted] of this.#children(element)) {
      const below = this.of(child);
      depth = Math.max(depth, below.depth + (counted ? 1 : 0));
      count += below.count + (counted ? 1 : 0);
      cyclic ||= below.cyclic;
      excluded ||=
        below.excluded || (this.#rule.exclude !== undefined && isOf(child, this.#rule.exclude));
    }
    return { depth, count, cyclic, excluded };
  }

  /** Whether more than `most` different elements are below one. */
  holdsMoreThan(element: Element, most: number): boolean {
    if (this.of(element).count <= most) return false;
    const found = new Set([element]);
    let count = 0;
    for (const each of found) {
      for (const [child, counted] of this.#children(each)) {
        if (!found.has(child) && counted) count++;
        found.add(child);
        if (count > most) return true;
      }
    }
    return false;
  }

  *#children(element: Element): Iterable<readonly [Element, boolean]> {
    for (const property of element.objects.keys()) {
      const counted = this.#rule.properties.includes(property);
      if (this.#rule.narrow === true && !counted) continue;
      const children =
        property === 'contents' ? contentsWithInherited(element) : objectsOf(element, property);
      for (const child of children) yield [child, counted];
    }
  }
}

function judgeMeasure(
  element: Element,
  rule: DescendantRule,
  measures: Measures,
  findings: Findings,
): void {
  const { maxDepth = Infinity, maxCount = Infinity } = rule;
  const { depth, cyclic, excluded } = measures.of(element);
  const kind = rule.narrow === true ? 'Narrow' : 'Wide';
  const [property, another] = rule.properties;
  const step = rule.narrow === true && another === undefined ? `/${property}` : '';
  const refuse = (name: string, message: string, expected: string) =>
    findings.add(name, `${element.where}${step}`, { message, expected });
  const along = rule.properties.join(', ');
  if (cyclic && (maxDepth < Infinity || maxCount < Infinity)) {
    refuse(
      `recursiveStructure${kind}`,
      `it contains itself along ${along}`,
      'a structure that ends',
    );
  } else if (depth > maxDepth) {
    refuse(
      `excessiveDepth${kind}`,
      `it is more than ${maxDepth} deep along ${along}`,
      `at most ${maxDepth}`,
    );
  } else if (measures.holdsMoreThan(element, maxCount)) {
    refuse(
      'excessiveCount',
      `it holds more than ${maxCount} along ${along}`,
      `at most ${maxCount}`,
    );
  } else if (excluded) {
    refuse(
      'excludedType',
      `it holds ${withArticle(rule.exclude ?? '')} along ${along}`,
      `no ${rule.exclude} there`,
    );
  }
}

function judgeDatatypes(element: Element, rule: DescendantRule, findings: Findings): void {
  const schema = objectOf(element, rule.datatypeFrom ?? '');
  const primitive = schema?.id === undefined ? undefined : primitives.get(lastSegment(schema.id));
  if (primitive === undefined) return;
  for (const value of objectsOf(element, 'enumValues')) {
    for (const property of rule.properties) {
      const literal = value.literals.get(property);
      if (literal === undefined || primitive.accepts(literal)) continue;
      findings.add('nonConformantDatatype', `${value.where}/${property}`, {
        message: `the value is ${JSON.stringify(literal)}`,
        expected: `${primitive.expected}, as valueSchema says`,
      });
    }
  }
}
