/** Answers to introspections: written once for all who wait, given up when nobody does. */
import { setImmediate } from 'node:timers/promises';
import { getIntrospectionQuery, Kind, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { IntrospectionAnswers } from '../../src/api/server/introspection-answers.ts';
import type { SelectedOperation } from '../../src/api/server/selected-fields.ts';
import { typedSchema } from '../../src/api/typed/typed-schema.ts';
import { sampleOntology } from '../../src/bench/ontology-sample.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';

const { catalogue } = resolveOntology(sampleOntology({ models: 300 }));
const schema = typedSchema(catalogue);

function operationOf(text: string): SelectedOperation {
  const { definitions } = parse(text);
  const operation = definitions.find((d) => d.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new Error('there is no operation');
  const named = definitions.filter((d) => d.kind === Kind.FRAGMENT_DEFINITION);
  const fragments = new Map(named.map((fragment) => [fragment.name.value, fragment]));
  return { schema, operation, fragments, variables: {} };
}

const whole = () => operationOf(getIntrospectionQuery());
const patient = () => new AbortController().signal;

describe('an answer', () => {
  test('is written once for all who ask the same of a schema', async () => {
    const answers = new IntrospectionAnswers();
    const together = [answers.of(whole(), patient()), answers.of(whole(), patient())];
    const [first, second] = await Promise.all(together);
    expect(second === first).toBe(true);
    expect((await answers.of(whole(), patient())) === first).toBe(true);
    const other = await answers.of({ ...whole(), schema: typedSchema(catalogue) }, patient());
    expect(other === first).toBe(false);
    expect(other.equals(first as Buffer)).toBe(true);
  });

  test('is not that of another question', async () => {
    const answers = new IntrospectionAnswers();
    const of = async (name: string) => {
      const asked = operationOf('query ($name: String!) { __type(name: $name) { name } }');
      return String(await answers.of({ ...asked, variables: { name } }, patient()));
    };
    expect(await of('Twin')).toBe('{"data":{"__type":{"name":"Twin"}}}');
    expect(await of('Model')).toBe('{"data":{"__type":{"name":"Model"}}}');
  });

  test('that is long waits for the long ones before it, and a short one for none', async () => {
    const answers = new IntrospectionAnswers();
    const ended: string[] = [];
    const ask = (name: string, operation: SelectedOperation) =>
      answers.of(operation, patient()).then(() => ended.push(name));
    const long = (options: object) => operationOf(getIntrospectionQuery(options));
    const first = ask('first', long({}));
    const second = ask('second', long({ descriptions: false }));
    await ask('short', operationOf('{ __typename }'));
    await first;
    // Had they taken turns, it would be as good as written.
    for (let turn = 0; turn < 2; turn++) await setImmediate();
    expect(ended).toEqual(['short', 'first']);
    await second;
  });

  test('is given up when all who asked are gone, and gone on with for the next', async () => {
    const answers = new IntrospectionAnswers();
    let begun = 0;
    const getTypeMap = () => {
      begun++;
      return schema.getTypeMap();
    };
    const watched = Object.create(schema, { getTypeMap: { value: getTypeMap } });
    const asked = { ...whole(), schema: watched };
    const [one, two] = [new AbortController(), new AbortController()];
    const waiting = [answers.of(asked, one.signal), answers.of(asked, two.signal)];
    one.abort();
    two.abort();
    const settled = await Promise.allSettled(waiting);
    expect(settled).toMatchObject([
      { status: 'rejected', reason: { name: 'AbortError' } },
      { status: 'rejected', reason: { name: 'AbortError' } },
    ]);
    const answer = await answers.of(asked, patient());
    expect(answer.equals(await answers.of(whole(), patient()))).toBe(true);
    expect(begun).toBe(1);
  });

  test('is finished for the one who stays', async () => {
    const answers = new IntrospectionAnswers();
    const gone = new AbortController();
    const waiting = [answers.of(whole(), gone.signal), answers.of(whole(), patient())];
    gone.abort();
    expect((await waiting[1]) === (await waiting[0])).toBe(true);
  });

  test('is refused when it is larger than any may be', async () => {
    const answers = new IntrospectionAnswers({ largestBytes: 100_000 });
    await expect(answers.of(whole(), patient())).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      message:
        'LIMIT_EXCEEDED the schema: is larger than 0.1 MB in the fields asked for; ask for fewer fields, or for single types',
    });
  });

  test.each([{ keptAnswers: 2 }, { keptBytes: 90 }])(
    'gives way to those that were asked for later (%o)',
    async (bounds) => {
      const answers = new IntrospectionAnswers(bounds);
      const of = (name: string) =>
        answers.of(operationOf(`{ __type(name: "${name}") { kind } }`), patient());
      const [twin, model] = [await of('Twin'), await of('Mode')];
      expect(await of('Twin')).toBe(twin);
      await of('Edit');
      expect(await of('Twin')).toBe(twin);
      expect(await of('Mode')).not.toBe(model);
    },
  );
});
