import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainFor, type Step } from '../../src/handover/chain.ts';
import { aRoster, aWorker, PROVINCES } from '../support/duty.ts';

const anna = aWorker('anna', { territories: ['liege'] });
const bea = aWorker('bea', { territories: ['huy'], deputyOf: ['liege'] });
const carl = aWorker('carl', { territories: ['huy'] });
const dora = aWorker('dora', { territories: ['mons', 'ath'], deputyOf: ['huy'] });
const emil = aWorker('emil', { centre: true });
const flor = aWorker('flor', { centre: true, territories: ['namur'] });
const everybody = [flor, emil, dora, carl, bea, anna];

const said = (chain: readonly Step[]): string => chain.map(({ worker, as }) => `${worker}:${as}`).join(' ');

describe('the chain of a territory', () => {
  it.each([
    ['liege', 'anna:tpr bea:deputy carl:province emil:centre flor:centre'],
    ['huy', 'bea:tpr carl:tpr dora:deputy anna:province emil:centre flor:centre'],
    ['mons', 'dora:tpr emil:centre flor:centre'],
    ['namur', 'flor:tpr emil:centre'],
    ['unknown', 'emil:centre flor:centre'],
    [null, 'emil:centre flor:centre'],
  ])('%s', (territory, expected) => {
    expect(said(chainFor(territory, aRoster(...everybody)))).toBe(expected);
  });

  it.each([
    ['a disabled TPR is not asked', [{ ...anna, active: false }, bea, emil], 'bea:deputy emil:centre'],
    ['nor a disabled deputy', [anna, { ...bea, active: false }, carl], 'anna:tpr carl:province'],
    ['nor the centre, disabled', [anna, { ...emil, active: false }], 'anna:tpr'],
    ['a TPR who is their own deputy comes once', [{ ...anna, deputyOf: ['liege'] }], 'anna:tpr'],
    ['a deputy alone is no TPR of the province', [aWorker('gil', { deputyOf: ['huy'] })], ''],
    ['workers of other provinces are not asked', [dora], ''],
    ['nobody at all', [], ''],
  ])('%s', (_what, workers, expected) => {
    expect(said(chainFor('liege', aRoster(...workers)))).toBe(expected);
  });

  it('asks the TPR of a territory whose province is not known', () => {
    expect(said(chainFor('new', aRoster(aWorker('hal', { territories: ['new'] }), anna)))).toBe('hal:tpr');
  });

  const places = fc.subarray([...PROVINCES.keys(), 'new'], { maxLength: 3 });
  const worker = fc
    .record({
      id: fc.stringMatching(/^[a-z]$/),
      active: fc.boolean(),
      territories: places,
      deputyOf: places,
      centre: fc.boolean(),
    })
    .map(({ id, ...traits }) => aWorker(id, traits));
  const workers = fc.uniqueArray(worker, { selector: ({ id }) => id, maxLength: 8 });

  it('has every active worker who could answer once, by rank, then by id', () => {
    const ranks = ['tpr', 'deputy', 'province', 'centre'];
    fc.assert(
      fc.property(workers, fc.constantFrom(...PROVINCES.keys(), 'new', null), (all, territory) => {
        const chain = chainFor(territory, aRoster(...all));
        const ids = chain.map((step) => step.worker);
        expect(new Set(ids).size).toBe(ids.length);
        const keys = chain.map(({ worker: id, as }) => `${ranks.indexOf(as)} ${id}`);
        expect(keys).toEqual([...keys].sort());
        const near = [...PROVINCES.keys()].filter((of) => PROVINCES.get(of) === PROVINCES.get(territory ?? ''));
        const could = all.filter(
          ({ active, centre, territories, deputyOf }) =>
            active &&
            (centre ||
              [...territories, ...deputyOf].includes(territory ?? '') ||
              territories.some((of) => near.includes(of))),
        );
        expect([...ids].sort()).toEqual(could.map(({ id }) => id).sort());
      }),
      { numRuns: 500 },
    );
  });
});
