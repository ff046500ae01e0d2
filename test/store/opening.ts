/**
 * A process that fills the data folder it is given, with the word `fill` behind it, or opens it and
 * prints as one line of JSON what it found or how it was refused.
 */
import { LinchpinError } from '../../src/model/errors.ts';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';

const [path = '', verb] = process.argv.slice(2);
try {
  const store = await embeddedStore({ path });
  if (verb === 'fill') await store.commit([{ addTwin: { id: 'a', model: 'm' } }]);
  else console.log(JSON.stringify({ revision: await store.revision() }));
  await store.close();
} catch (error) {
  if (!(error instanceof LinchpinError) || verb === 'fill') throw error;
  const { code, where, message } = error;
  console.log(JSON.stringify({ code, where, message }));
}
