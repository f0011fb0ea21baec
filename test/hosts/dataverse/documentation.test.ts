import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

describe('fake Dataverse: documentation', () => {
  it('names only tests that really exist, and every box of check-list D', () => {
    const guide = readFileSync(join(import.meta.dirname, '../../../docs/reference/fake-dataverse.md'), 'utf8');
    const proofs = guide.slice(guide.indexOf('## What is proven'));
    const named = [...proofs.matchAll(/"([^"]+)"/g)].map((m) => m[1] ?? '');
    const here = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.test.ts')).map((name) => join(import.meta.dirname, name)); // prettier-ignore
    const files = [...here, join(import.meta.dirname, '../../laws/dataverse-pack.test.ts')];
    const source = files.map((file) => readFileSync(file, 'utf8')).join('\n');
    const titles = new Set([...source.matchAll(/\bit\((['"`])(.+?)\1,/g)].map((m) => m[2] ?? ''));
    expect(named.length).to.be.greaterThan(20);
    expect(named.filter((title) => !titles.has(title))).to.deep.equal([]);
    for (let box = 1; box <= 20; box++) expect(proofs, `D${String(box)}`).to.include(`| D${String(box)} `);
  });
});
