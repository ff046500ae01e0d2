import fc from 'fast-check';
import { type Node, parseTree, visit } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/model/json.ts';
import { JsonSource } from '../../src/model/json-source.ts';
import { repeatedKeys, repeatsKeys } from '../../src/model/repeated-keys.ts';

/** A JSON value as text, with blanks and line ends of all kinds between its parts. */
const texts = fc
  .tuple(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom('', ' ', '\n', '\r\n', '\r', '\t\n '))
  .map(([value, blank]) => {
    const spaced = JSON.stringify(value, null, '\u0007');
    return blank + spaced.replaceAll('\n', blank).replaceAll('\u0007', ' ') + blank;
  });

describe('a JSON text', () => {
  test('has its members where another parser finds them', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const source = new JsonSource(text);
        const agree = (at: number, node: Node) => {
          expect(at).toBe(node.offset);
          const isObject = node.type === 'object';
          const children = isObject || node.type === 'array' ? (node.children ?? []) : [];
          const members = source.members(at);
          expect(members).toHaveLength(children.length);
          children.forEach((child, index) => {
            const member = members[index];
            if (member === undefined) return;
            expect(member.keyAt).toBe(child.offset);
            if (isObject) expect(member.key).toBe(child.children?.[0]?.value);
            agree(member.valueAt, isObject ? (child.children?.[1] as Node) : child);
          });
        };
        agree(source.valueFrom(0), parseTree(text) as Node);
      }),
    );
  });

  test('has lines that end with LF, CRLF or CR, and columns from 1', () => {
    const source = new JsonSource('{\r\n "é": [1,\r2,\n\n  "😀", 3]}', 7);
    const places = source
      .members(source.members(0)[0]?.valueAt ?? 0)
      .map(({ valueAt }) => source.place(valueAt));
    expect(places).toEqual([
      { line: 8, column: 8 },
      { line: 9, column: 1 },
      { line: 11, column: 3 },
      { line: 11, column: 9 },
    ]);
  });

  test('of any depth and size is passed over without recursion', () => {
    const deep = `${'[{"a":'.repeat(100_000)}1${'}]'.repeat(100_000)}`;
    const source = new JsonSource(`{"deep": ${deep}, "last": 1}`);
    expect(source.members(0).map(({ key }) => key)).toEqual(['deep', 'last']);
    expect(repeatsKeys(deep, JSON.parse(deep) as Json)).toBe(false);
    const twice = deep.replace('{"a":', '{"a":0,"a":');
    expect(repeatedKeys(twice, JSON.parse(twice) as Json)).toHaveLength(1);
  });
});

describe('keys that stand twice', () => {
  /** Objects of few keys, written with repetitions, escapes among them. */
  const { text: repeated } = fc.letrec((tie) => ({
    text: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom('1', '"a\\":"', 'null', '[]', '"\\\\"'),
      tie('object'),
      fc.array(tie('text'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    ),
    object: fc
      .array(fc.tuple(fc.constantFrom('a', 'b', '\\u0061', '__proto__', ''), tie('text')), {
        maxLength: 4,
      })
      .map((members) => `{${members.map(([key, value]) => `"${key}" : ${value}`).join(',')}}`),
  }));

  test('are noticed exactly when another parser sees one', () => {
    fc.assert(
      fc.property(repeated as fc.Arbitrary<string>, (text) => {
        expect(repeatsKeys(text, JSON.parse(text) as Json)).toBe(seenTwice(text).length > 0);
      }),
    );
  });

  test('are found where they stand, with the first', () => {
    const text =
      '{"@id": "dtmi:a;1", "b": [{"name": "n", "c": 1, "c": 2}],\n"b": [{"name": "n", "d": 1, "d": 1}]}';
    const places = (key: string) => ({ at: text.lastIndexOf(key), firstAt: text.indexOf(key) });
    expect(repeatedKeys(text, JSON.parse(text) as Json)).toEqual([
      { key: 'c', ...places('"c"'), path: 'dtmi:a;1/b/n' },
      { key: 'b', ...places('"b"'), path: 'dtmi:a;1' },
      { key: 'd', ...places('"d"'), path: 'dtmi:a;1/b/n' },
    ]);
  });
});

/** Offsets of second keys, by the other parser. */
function seenTwice(text: string): number[] {
  const found: number[] = [];
  const open: Set<string>[] = [];
  visit(text, {
    onObjectBegin: () => {
      open.push(new Set());
    },
    onObjectProperty: (key, offset) => {
      const seen = open.at(-1);
      if (seen?.has(key)) found.push(offset);
      seen?.add(key);
    },
    onObjectEnd: () => {
      open.pop();
    },
  });
  return found;
}
