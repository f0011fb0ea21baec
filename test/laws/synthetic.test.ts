import { expect } from 'chai';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../unit/source-files.ts';
import { mappingLaws } from './laws.ts';
import { sample, type FieldOf } from './sample.ts';
import { SYNTHETIC } from './synthetic.ts';

/** Files of mappings/types that hold several of the types named in mapping files. */
const SEVERAL: Readonly<Record<string, readonly string[]>> = {
  date: ['date', 'dateTime'],
  decimal: ['money', 'decimal'],
  'split-vat': ['splitVat'],
  flag: ['flag', 'action'],
  'last-date': ['lastDate'],
  'lookup-flag': ['lookupFlag'],
  'party-kind': ['partyKind'],
  'tax-number': ['taxNumber'],
  'vat-total': ['vatTotal'],
};

describe('the synthetic mappings', () => {
  it('use every type of field there is', () => {
    const fields = Object.values(SYNTHETIC).flatMap((f) => f['fields'] as FieldOf[]);
    const used = new Set(fields.flatMap((f) => [f, ...((f['columns'] as FieldOf[] | undefined)?.length ? (f['columns'] as FieldOf[]) : [])]).map((f) => f.type)); // prettier-ignore
    const files = readdirSync(join(ROOT, 'mappings/types')).map((name) => name.replace('.ts', ''));
    expect(files.length).to.be.greaterThan(10);
    expect(files.flatMap((f) => SEVERAL[f] ?? [f]).filter((type) => !used.has(type))).to.deep.equal([]);
  });
});

for (const [name, file] of Object.entries(SYNTHETIC)) mappingLaws(name, () => sample(file), 400);
