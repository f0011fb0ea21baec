import { expect } from 'chai';
import fc from 'fast-check';
import { canonical } from '../../../connector/canonical.ts';
import { entry, type AuditDesk } from './bench.ts';

const SEED = Number(process.env['SEED'] ?? 20260722);

export function canonicalValues(bench: AuditDesk, runs = 200): void {
  it('come back as they went in, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const { n } = await bench.audit.append([entry('write:any', value)]);
        const [row] = await bench.audit.rows({ after: n - 1, limit: 1 });
        expect(row?.value).to.deep.equal(JSON.parse(JSON.stringify(value)));
      }),
      { seed: SEED, numRuns: runs },
    );
    expect(await bench.audit.verify()).to.deep.equal([]);
  });

  it('are one text whatever the order of their names', () => {
    expect(canonical({ b: 1, a: [{ d: null, c: 'é\n' }], x: undefined })).to.equal('{"a":[{"c":"é\\n","d":null}],"b":1}');
    expect(canonical({ a: 1, b: 2 })).to.equal(canonical({ b: 2, a: 1 }));
  });

  it('with an end of text inside, a lone half of a pair or a megabyte hold as well', async () => {
    for (const text of ['a\u0000b', '\ud800', '😀', 'x'.repeat(1_000_000)])
      await bench.audit.append([entry('write:odd', { text })]);
    expect(await bench.audit.verify()).to.deep.equal([]);
    expect((await bench.audit.rows({ limit: 1 }))[0]?.value).to.deep.equal({ text: 'a\u0000b' });
  });
}
