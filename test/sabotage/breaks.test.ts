import { expect } from 'chai';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BREAKS } from './breaks.ts';

const pathOf = (file: string): string => fileURLToPath(new URL(`../../${file}`, import.meta.url));
const timesIn = (file: string, text: string): number => readFileSync(pathOf(file), 'utf8').split(text).length - 1;

describe('the list of sabotages', () => {
  it('has at least twenty, each with its own name', () => {
    expect(new Set(BREAKS.map((b) => b.name)).size)
      .to.equal(BREAKS.length)
      .and.to.be.at.least(20);
  });

  for (const { name, file, from, test } of BREAKS)
    it(`still knows where to break and who notices: ${name}`, () => {
      expect(timesIn(file, from), `"${from}" in ${file}`).to.equal(1);
      expect(existsSync(pathOf(test.file)), test.file).to.equal(true);
    });
});
