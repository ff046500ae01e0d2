/** Bad model files, each with all that is said of it: place and message, in the file's own terms. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { checkFiles } from '../../src/ontology/check-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'linchpin-bad-input-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** What is said of a file: `line:column element: message`. */
function said(content: string | Uint8Array): string[] {
  const path = write('a.json', content);
  return checkFiles([path]).problems.map(({ where, message }) => {
    const place = where.startsWith(path) ? where.slice(path.length + 1) : where;
    return `${place}: ${message}`;
  });
}

/** An interface of version 3 on lines of its own: context, id, type, then what is given. */
function lines(more: string, id = 'dtmi:t:A;1', context = '"dtmi:dtdl:context;3"'): string {
  return `{\n"@context": ${context},\n"@id": "${id}",\n"@type": "Interface"${more}\n}`;
}

const wrong = lines(',\n"contents": [{"@type": "Property", "name": "x", "schema": "dubble"}]');
const ofWrong = '5:59 dtmi:t:A;1/contents/x/schema: the value is "dubble" (badDtmiOrTerm)';

/** UTF-16 with a byte order mark. */
function utf16(text: string, bigEndian = false): Uint8Array {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
}

type Case = readonly [name: string, content: string | Uint8Array, ...said: string[]];

const texts: readonly Case[] = [
  ['an empty file', '', '1:1: it is not JSON: Unexpected end of JSON input'],
  ['a blank file', ' \n ', '2:2: it is not JSON: Unexpected end of JSON input'],
  ['a file cut short', '{\n"@id": "dtmi:', '2:14: it is not JSON: Unterminated string in JSON'],
  [
    'a comma too many',
    '{\n"a": 1,\n}',
    '3:1: it is not JSON: Expected double-quoted property name',
  ],
  ['a word without quotes', '{\r\n"a": x}', "2:6: it is not JSON: Unexpected token 'x'"],
  ['a comment', '{} // one', '1:4: it is not JSON: Unexpected non-whitespace character'],
  ['NaN', '[NaN]', "1:2: it is not JSON: Unexpected token 'N'"],
  ['a byte order mark', `\uFEFF${wrong}`, ofWrong],
  ['CRLF', wrong.replaceAll('\n', '\r\n'), ofWrong],
  ['CR', wrong.replaceAll('\n', '\r'), ofWrong],
  ['UTF-16, little end first', utf16(wrong), ofWrong],
  ['UTF-16, big end first', utf16(wrong, true), ofWrong],
  ['UTF-16 without mark', utf16(wrong).subarray(2), '1: the text is not UTF-8'],
  ['Latin-1', Buffer.from('{\n"a": "é"}', 'latin1'), '2: the text is not UTF-8'],
  ['a number', '7', '1:1 model 0: it is 7 (notJsonObject)'],
  ['null', 'null', '1:1 model 0: it is null (notJsonObject)'],
  [
    'an array of arrays',
    `[\n${lines('')},\n[${lines('')}]]`,
    '7:1 model 1: it is an array of 1 (notJsonObject)',
  ],
];

const keys: readonly Case[] = [
  [
    'in a model',
    lines(',\n"comment": "a",\n"comment": "b"'),
    '6:1 dtmi:t:A;1: the key comment is given twice, first on line 5, column 1 (duplicateKey)',
  ],
  [
    'in a content, the last of which counts',
    lines(',\n"contents": [{"@type": "Property", "name": "x",\n"schema": 1, "schema": 2}]'),
    '6:14 dtmi:t:A;1/contents/x: the key schema is given twice, first on line 6, column 1 (duplicateKey)',
    '6:24 dtmi:t:A;1/contents/x/schema: the value is 2 (refNotStringOrObject)',
  ],
  [
    'written otherwise',
    lines(',\n"comment": "a", "comm\\u0065nt": "a"'),
    '5:17 dtmi:t:A;1: the key comment is given twice, first on line 5, column 1 (duplicateKey)',
  ],
  [
    'three times',
    '{"a": 1, "a": 2, "a": 3, "bindings": [], "source": "b"}',
    '1:10: the key a is given twice, first on line 1, column 2 (duplicateKey)',
    '1:18: the key a is given twice, first on line 1, column 2 (duplicateKey)',
  ],
  [
    'called __proto__',
    lines(',\n"__proto__": 1,\n"__proto__": 1'),
    '6:1 dtmi:t:A;1: the key __proto__ is given twice, first on line 5, column 1 (duplicateKey)',
    '6:1 dtmi:t:A;1/__proto__: Interface has no property __proto__ (propertyUndefinedTerm)',
  ],
];

const contexts: readonly Case[] = [
  [
    'missing',
    lines('').replace(/"@context".*\n/, ''),
    '1:1 dtmi:t:A;1: @context is missing (missingContext)',
  ],
  ...(
    [
      ['a number', '7', 'invalidContext', ''],
      ['an object', '{"@vocab": "x"}', 'missingDtdlContext', ''],
      ['null', 'null', 'invalidContext', ''],
      ['no list of any', '[]', 'emptyContext', ''],
      ['an unknown version', '"dtmi:dtdl:context;9"', 'unrecognizedContextVersion', ''],
      ['not of the language', '"https://schema.org"', 'missingDtdlContext', ''],
      [
        'an extension first',
        '["dtmi:dtdl:extension:quantitativeTypes;1", "dtmi:dtdl:context;3"]',
        'missingDtdlContext',
        '/0',
      ],
      [
        'a context of its own',
        '["dtmi:dtdl:context;3", {"x": "y"}]',
        'disallowedLocalContext',
        '/1',
      ],
    ] as const
  ).map(([name, context, rule, step]): Case => {
    const column = step === '/1' ? 37 : step === '/0' ? 14 : 13;
    const entry = step === '' ? context : JSON.stringify(JSON.parse(context)[Number(step[1])]);
    const shown = JSON.stringify(JSON.parse(entry));
    const place = `2:${column} dtmi:t:A;1/@context${step}`;
    return [name, lines('', 'dtmi:t:A;1', context), `${place}: @context holds ${shown} (${rule})`];
  }),
];

describe('a file is refused, with line and column', () => {
  test.each(texts)('that holds %s', (_, content, ...expected) => {
    const found = said(content);
    expect(found).toHaveLength(expected.length);
    for (const [index, each] of expected.entries()) expect(found[index]).toContain(each);
  });

  test.each(keys)('for a key that stands twice %s', (_, content, ...expected) => {
    expect(said(content)).toEqual(expected);
  });

  test.each(contexts)('whose @context is %s', (_, content, ...expected) => {
    expect(said(content)).toEqual(expected);
  });
});
