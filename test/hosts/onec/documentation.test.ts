import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

describe('fake 1C: documentation', () => {
  it('names only tests that really exist here', () => {
    const guide = readFileSync(join(import.meta.dirname, '../../../docs/reference/fake-onec.md'), 'utf8');
    const proofs = guide.slice(guide.indexOf('## What is proven'));
    const named = [...proofs.matchAll(/"([^"]+)"/g)].map((m) => m[1]);
    const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.test.ts'));
    const source = files.map((name) => readFileSync(join(import.meta.dirname, name), 'utf8')).join('\n');
    const titles = new Set([...source.matchAll(/\bit\((['"`])(.+?)\1,/g)].map((m) => m[2]));
    expect(named.length).to.be.greaterThan(100);
    expect(named.filter((title) => !titles.has(title))).to.deep.equal([]);
  });
});
