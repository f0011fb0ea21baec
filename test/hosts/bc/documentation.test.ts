import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

describe('fake Business Central: documentation', () => {
  it('names only tests that really exist', () => {
    const guide = readFileSync(join(import.meta.dirname, '../../../docs/reference/fake-bc.md'), 'utf8');
    const named = [...guide.slice(guide.indexOf('## What is proven')).matchAll(/"([^"]+)"/g)].map((m) => m[1] ?? '');
    const scenarios = join(import.meta.dirname, '../../scenarios');
    const files = [...testsOf(import.meta.dirname, ''), ...testsOf(scenarios, 'bc')];
    const source = files.map((file) => readFileSync(file, 'utf8')).join('\n');
    const titles = new Set([...source.matchAll(/\bit\((['"`])(.+?)\1,/g)].map((m) => m[2] ?? ''));
    const texts = named.filter((name) => name !== 'What Business Central bent');
    expect(texts.length).to.be.greaterThan(20);
    expect(texts.filter((title) => !titles.has(title))).to.deep.equal([]);
  });
});

const testsOf = (folder: string, prefix: string): string[] =>
  readdirSync(folder).filter((name) => name.startsWith(prefix) && name.endsWith('.test.ts')).map((name) => join(folder, name)); // prettier-ignore
