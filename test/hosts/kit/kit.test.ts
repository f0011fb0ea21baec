import { expect } from 'chai';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hitFaults, parseFault, type Faults } from './faults.ts';
import { openJournal } from './journal.ts';
import { createRandom } from './random.ts';
import { findLeaks } from './request-log.ts';

describe('kit of the fakes', () => {
  it('gives the same numbers for the same seed', () => {
    const series = (seed: number): number[] => {
      const random = createRandom(seed);
      return Array.from({ length: 5 }, () => random.whole(1, 100));
    };
    expect(series(1)).to.deep.equal(series(1)).and.not.deep.equal(series(2));
    for (const n of series(3)) expect(n).to.be.within(1, 100);
  });

  it('counts fault rules down and filters by request', () => {
    const faults: Faults = { dropAfter: { next: 2, after: 1, method: 'POST', path: '/a' } };
    const hits = (method: string, path: string): number => hitFaults(faults, { method, path }, createRandom(1)).length;
    expect([
      hits('GET', '/a'),
      hits('POST', '/b'),
      hits('POST', '/a'),
      hits('POST', '/a/1'),
      hits('POST', '/a'),
      hits('POST', '/a'),
    ]).to.deep.equal([0, 0, 0, 1, 1, 0]);
  });

  it('reads faults from a command line', () => {
    expect(parseFault('dropAfter=0.05')).to.deep.equal({ dropAfter: 0.05 });
    expect(parseFault('status={"status":503,"next":2}')).to.deep.equal({ status: { status: 503, next: 2 } });
    expect(() => parseFault('explode=1')).to.throw('unknown fault');
  });

  it('skips the half line a killed process left', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kit-'));
    const path = join(folder, 'journal.jsonl');
    writeFileSync(path, '{"a":1}\n{"b":');
    const journal = openJournal(path);
    expect(journal.lines).to.deep.equal([{ a: 1 }]);
    journal.append({ c: 3 });
    journal.close();
    expect(openJournal(path).lines).to.deep.equal([{ a: 1 }, { c: 3 }]);
    expect(readFileSync(path, 'utf8').endsWith('{"c":3}\n')).to.equal(true);
    rmSync(folder, { recursive: true });
  });

  it('finds a forbidden value however it is encoded', () => {
    const request = {
      method: 'GET',
      path: '/',
      url: '/x?n=%D1%86%D0%B5%D0%BD%D0%B0',
      headers: {},
      body: '',
      status: 0,
      at: '',
      leaks: [],
    };
    expect(findLeaks(request, ['цена', 'нет', ''])).to.deep.equal(['цена']);
  });
});
