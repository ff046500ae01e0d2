import { describe, expect, test } from 'vitest';
import { readEpanet } from '../../src/interchange/epanet/reader.ts';
import { textFile } from './reading.ts';
import { town } from './town-inp.ts';

const read = (text: string) => readEpanet(textFile('town.inp', text));

describe('a faulty EPANET file', () => {
  test('without its end is refused whole', () => {
    const document = read(town.slice(0, town.indexOf('[VERTICES]')));
    expect(document).toMatchObject({
      changes: [],
      problems: [
        {
          code: 'BAD_USER_INPUT',
          where: 'town.inp',
          message: 'the file has no [END], so it is cut short or no EPANET input file',
          action: 'get the whole file, or add [END] if it is whole; nothing of it was taken',
        },
      ],
    });
  });

  test.each([
    [' J1   100  50', ' J1   abc  50', 'town.inp:5', 'holds a word where a number belongs'],
    [' L1   J1  J2', ' L1   J1  JX', 'town.inp:12', 'names a node that is not in the file'],
    ['POWER 10', 'PWR 10', 'town.inp:16', 'holds "PWR"'],
    ['6  PRV', '6  XYZ', 'town.inp:18', 'has the valve type "XYZ"'],
    [' PU2  0', ' PUX  0', 'town.inp:27', 'names no link of the file'],
    ['Duration 24:00', 'Duration soon', 'town.inp:58', 'holds no time'],
    [' J1   0.5\n', ' J1 J2 0.5\n', 'town.inp:54', 'holds a word where a number belongs'],
    [' J1   2\n', ' JX   2\n', 'town.inp:52', 'names no node of the file'],
    [' L1   2 1', ' LX   2 1', 'town.inp:71', 'names no link of the file'],
    ['[MIXING]', '[MAXING]', 'town.inp:55', '[MAXING] is not known'],
  ])('with %j made %j lists line and fault', (from, to, where, message) => {
    const document = read(town.replace(from, to));
    const [problem] = document.problems;
    expect(problem).toMatchObject({ where, message: expect.stringContaining(message) });
    expect(document.changes.length).toBeGreaterThan(10);
  });

  test('with an unknown flow unit is refused whole', () => {
    expect(read(town.replace('Units GPM', 'Units XYZ'))).toMatchObject({
      changes: [],
      problems: [{ message: 'the flow unit "XYZ" is not one of EPANET\'s' }],
    });
  });
});
