import { expect, test } from 'vitest';
import { builtInMechanisms } from '../../src/simulate/engine/mechanisms.ts';
import { kpiDescription } from '../../src/simulate/kpi-descriptions.ts';

test('every figure of dependency and of the built-in mechanisms is described', () => {
  const claimed = builtInMechanisms.flatMap(({ figures = [] }) => figures);
  expect(claimed.length).toBeGreaterThan(0);
  for (const name of ['served', 'demand', 'unserved', 'failed', ...claimed])
    expect(kpiDescription(name), name).toMatch(/^[A-Z].*\.$/);
});

test('a description says of which moment the figure is', () => {
  expect(kpiDescription('failed')).toMatch(/ \(at the end of the run\)\.$/);
  expect(kpiDescription('served.power.lowest')).toMatch(/ \(the lowest at any time\)\.$/);
  expect(kpiDescription('unmet.goods.mean')).toMatch(/ \(the mean over time\)\.$/);
  expect(kpiDescription('unmetWater')).toMatch(/over the whole run\.$/);
  expect(kpiDescription('unmetWater.most')).toBe(
    'Water that junctions ask for and do not get (the most at any time).',
  );
});

test('a figure of a mechanism of one’s own has none', () => {
  expect(kpiDescription('harmony')).toBeUndefined();
  expect(kpiDescription('harmony.lowest')).toBeUndefined();
});
