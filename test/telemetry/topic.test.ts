import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isTelemetryTopic, parseTopic, topicOf } from '../../src/telemetry/topic.ts';

const id = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .filter((text) => !text.startsWith('$') && !/\p{Cc}/u.test(text));
const awkwardId = fc
  .array(fc.constantFrom('/', '+', '#', '%', '$', '%2F', ' ', 'é', 'a'), { minLength: 1 })
  .map((parts) => `x${parts.join('')}`)
  .filter((text) => text.length <= 256);
const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_%+#]{0,20}$/);

test('every id and path comes back from its topic, which holds no wildcard', () => {
  const paths = fc.option(
    fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/')),
    { nil: undefined },
  );
  fc.assert(
    fc.property(fc.oneof(id, awkwardId), paths, (twin, path) => {
      const topic = topicOf(twin, path);
      expect(topic).not.toMatch(/[+#]/);
      expect(isTelemetryTopic(topic)).toBe(true);
      expect(topic.split('/')).toHaveLength(2 + (path?.split('/').length ?? 0));
      expect(parseTopic(topic)).toEqual(path === undefined ? { twin } : { twin, path });
    }),
  );
});

test('ids are encoded only where they must be', () => {
  expect(topicOf('Pump 1:é$;', 'thermostat/target')).toBe('twins/Pump 1:é$;/thermostat/target');
  expect(topicOf('a/b+c#d%e')).toBe('twins/a%2Fb%2Bc%23d%25e');
});

test('a topic that addresses nothing is a problem that says why', () => {
  expect(parseTopic('twins/50%')).toEqual({
    code: 'BAD_USER_INPUT',
    where: 'twins/50%',
    message: '"50%" is not percent-encoded text',
    expected: 'twins/{twin} or twins/{twin}/{property path}',
    action: 'write % as %25, / as %2F, + as %2B and # as %23',
  });
  expect(parseTopic('twins/$SYS')).toMatchObject({ message: expect.stringContaining('$') });
  for (const topic of ['', 'twins', 'twins/', 'twins//flow', 'sensors/a', 'twins/%00']) {
    expect(parseTopic(topic), topic).toMatchObject({ code: 'BAD_USER_INPUT', where: topic });
  }
  for (const topic of ['twins/a/', 'twins/a//b', 'twins/a/__proto__', 'twins/a/b%2Fc']) {
    expect(parseTopic(topic), topic).toMatchObject({
      message: 'the property path in the topic is malformed',
    });
  }
});

test('any text is parsed or refused, never thrown at', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const parsed = parseTopic(`twins/${text}`);
      expect('code' in parsed || parsed.twin !== '').toBe(true);
    }),
  );
});
