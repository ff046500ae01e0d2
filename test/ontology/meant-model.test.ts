/** What to do about a model that the ontology does not have. */
import { expect, test } from 'vitest';
import { adviceForModel } from '../../src/ontology/meant-model.ts';

const known = ['dtmi:com:example:Pump;1', 'dtmi:com:example:Tank;2', 'dtmi:com:other:Tank;2'];
const whole = 'name the model by its whole DTMI, as in dtmi:com:example:Pump;1';

test.each([
  ['Pump', 'did you mean dtmi:com:example:Pump;1?'],
  ['pump', 'did you mean dtmi:com:example:Pump;1?'],
  ['Pmup', 'did you mean dtmi:com:example:Pump;1?'],
  ['example:Pump;1', 'did you mean dtmi:com:example:Pump;1?'],
  ['dtmi:com:example:Pump;7', 'did you mean dtmi:com:example:Pump;1?'],
  ['dtmi:com:othr:Tank;2', 'did you mean dtmi:com:other:Tank;2?'],
  ['dtmi:com:example:Hospital;1', 'load the model first'],
  ['Hospital', whole],
  ['dtmi:Hospital Bed', whole],
  ['', whole],
])('for %j it is to ask: %s', (asked, advice) => {
  expect(adviceForModel(asked, known)).toBe(advice);
});
