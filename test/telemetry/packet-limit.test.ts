import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packetWalk } from '../../src/telemetry/mqtt/packet-limit.ts';

const limit = 300;

function packet(bodyLength: number): Buffer {
  const length =
    bodyLength < 128 ? [bodyLength] : [(bodyLength % 128) + 128, Math.floor(bodyLength / 128)];
  return Buffer.concat([Buffer.from([0x30, ...length]), Buffer.alloc(bodyLength, 0xff)]);
}

test('however the bytes are cut, packets within the limit pass and a longer one does not', () => {
  const bodies = fc.array(fc.integer({ min: 0, max: limit }), { maxLength: 8 });
  const steps = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 });
  fc.assert(
    fc.property(
      bodies,
      fc.option(fc.integer({ min: limit + 1, max: 9999 })),
      steps,
      (ok, over, by) => {
        const lengths = over === null ? ok : [...ok, over];
        const bytes = Buffer.concat(lengths.map(packet));
        const walk = packetWalk(limit);
        let passed = true;
        for (let at = 0, turn = 0; at < bytes.length && passed; turn++) {
          const end = at + (by[turn % by.length] as number);
          passed = walk(bytes.subarray(at, end));
          at = end;
        }
        expect(passed).toBe(over === null);
      },
    ),
  );
});

test('a length of five bytes is over any limit', () => {
  const walk = packetWalk(Number.MAX_SAFE_INTEGER);
  expect(walk(Buffer.from([0x30, 0x80, 0x80, 0x80]))).toBe(true);
  expect(walk(Buffer.from([0x80, 0x01]))).toBe(false);
});
