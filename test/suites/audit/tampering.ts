import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { seeded } from '../../random.ts';
import type { Finding } from '../../../connector/audit/audit.ts';
import { entry, type AuditBench, type AuditDesk } from './bench.ts';
import { rowSpans } from './pages.ts';

const SEED = Number(process.env['SEED'] ?? 20260722);
const TRIES = 600;

const codes = (found: readonly Finding[]) => found.map((f) => [f.n, f.wrong]);

async function filled(bench: AuditDesk) {
  for (let i = 0; i < 40; i++) await bench.audit.append([entry('write:price', { item: `болт ${String(i)}`, price: `${String(i)}.50` }, i % 3 === 0 ? null : `items/${String(i)}`)]); // prettier-ignore
  return bench.audit.head();
}

/** By whoever may change tables; noticed in every database. */
export function changedRows(bench: AuditDesk): void {
  it('is noticed when a row is changed, moved, added or taken out', async () => {
    await filled(bench);
    const after = async (sql: string) => codes(await bench.after(sql));
    expect(await after("update audit set actor = 'ut11:boris' where n = 7")).to.deep.equal([[7, 'changed']]);
    expect(await after("update audit set subject = '' where n = 8")).to.deep.equal([[8, 'changed']]);
    expect(await after("update audit set at = '2026-07-22T10:00:00.001Z' where n = 40")).to.deep.equal([[40, 'changed']]);
    expect(await after('delete from audit where n = 7')).to.deep.equal([[8, 'missing'], [7, 'value-alone']]); // prettier-ignore
    expect((await after('update audit set n = 41 where n = 7')).length).to.be.greaterThan(1);
    expect((await after("insert into audit select 41, at, actor, what, subject, seal, digest, previous from audit where n = 40")).length).to.be.greaterThan(0); // prettier-ignore
  });
}

export function tampering(bench: AuditBench): void {
  const fill = () => filled(bench);
  const root = (table: string): number => Number(bench.sql(`select rootpage from sqlite_master where name = '${table}'`)[0]?.['rootpage']); // prettier-ignore

  it('is noticed at every single byte of every row', async () => {
    await fill();
    const file = readFileSync(bench.copy());
    const spans = ['audit', 'audit_values'].flatMap((table) => rowSpans(file, root(table)));
    expect(spans.length).to.equal(80);
    const random = seeded(SEED);
    const missed: string[] = [];
    for (let i = 0; i < TRIES; i++) {
      const span = random.pick(spans);
      // A row begins with its lengths and types, where a change hides best: half of the tries go there.
      const at = span.from + random.int(random.chance(0.5) ? 14 : span.to - span.from);
      const changed = Buffer.from(file);
      changed[at] = ((changed[at] ?? 0) + 1 + random.int(255)) % 256;
      if (!(await noticed(changed, i))) missed.push(`byte ${String(at)}: ${String(file[at])} -> ${String(changed[at])}`);
    }
    expect(missed, `SEED=${String(SEED)}`).to.deep.equal([]);
  }).timeout(60_000);

  async function noticed(bytes: Buffer, i: number): Promise<boolean> {
    const copy = bench.copy(`${String(i)}.db`);
    writeFileSync(copy, bytes);
    try {
      const audit = bench.open({ file: copy });
      return (await audit.verify()).length > 0;
    } catch {
      return true; // it does not even open
    }
  }

  it('does not hide behind a column of another type', async () => {
    await fill();
    const after = async (sql: string) => codes(await bench.after(sql));
    expect(await after('update audit set actor = cast(actor as blob) where n = 7')).to.deep.include.members([[7, 'changed']]);
    expect(await after('update audit_values set value = cast(value as blob) where n = 7')).to.deep.equal([[7, 'value-changed']]);
  });

  it('shows a tail that was cut, and a chain written anew, against a head kept elsewhere', async () => {
    const kept = (await fill()) ?? undefined;
    const cut = 'delete from audit where n > 38; delete from audit_values where n > 38;';
    expect(codes(await bench.after(cut))).to.deep.equal([]);
    expect(codes(await bench.after(cut, kept))).to.deep.equal([[38, 'cut']]);
    expect(codes(await bench.after('delete from audit; delete from audit_values', kept))).to.deep.equal([[0, 'cut']]);
    const other = bench.open({ file: `${bench.file}.other` });
    for (let i = 0; i < 50; i++) await other.append([entry('write:price', { item: 'другой' })]);
    expect(codes(await other.verify(kept))).to.deep.equal([[40, 'other-chain']]);
    expect(codes(await bench.audit.verify(kept))).to.deep.equal([]);
  });

  it('writes nothing while it looks', async () => {
    await fill();
    const copy = bench.copy();
    const audit = bench.open({ file: copy });
    await audit.verify();
    expect(readFileSync(copy).equals(readFileSync(bench.file))).to.equal(true);
  });
}
