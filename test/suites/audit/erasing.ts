import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { entry, type AuditDesk, type AuditBench } from './bench.ts';

const NAME = 'Пётр Сёмин';

const filled = ({ audit }: AuditDesk) =>
  audit.append([
    entry('write:counterparty', { person: NAME, phone: '+7 (912) 000-11-22' }, 'counterparty/1'),
    entry('write:counterparty', { person: 'Анна' }, 'counterparty/2'),
    entry('export:subject.find', { text: 'ПЕТР СЕМИН' }),
  ]);

export function erasing(bench: AuditDesk): void {
  const fill = () => filled(bench);

  it('finds a person whatever the case, ё or е, and a number however it is split', async () => {
    await fill();
    const found = async (text: string) => (await bench.audit.find(text)).map((m) => m.id);
    expect(await found('петр семин')).to.deep.equal(['1', '3']);
    expect(await found('79120001122')).to.deep.equal(['1']);
    expect(await found('person')).to.deep.equal([]);
  });

  it('exports what is kept, with when and by whom', async () => {
    await fill();
    const [first] = await bench.audit.export('семин');
    expect(first).to.deep.equal({ kind: 'audit', id: '1', title: '2026-07-22T10:00:00.000Z · write:counterparty · ut11:anna', value: { person: NAME, phone: '+7 (912) 000-11-22' } }); // prettier-ignore
  });

  it('takes the values, leaves the chain, and says itself which', async () => {
    const head = await fill();
    expect(await bench.audit.erase('Петр Семин', 'cli:anna')).to.deep.include({ erased: { audit: 2 }, kept: [] });
    expect(await bench.audit.verify(head)).to.deep.equal([]);
    const rows = await bench.audit.rows({});
    expect(rows.map((r) => r.value)).to.deep.equal([null, { person: 'Анна' }, null, { rows: '1,3' }]);
    expect([rows[3]?.actor, rows[3]?.what]).to.deep.equal(['cli:anna', 'erase:person']);
    expect(await bench.audit.find('семин')).to.deep.equal([]);
  });

  it('cannot erase what says what was erased', async () => {
    await fill();
    await bench.audit.erase('семин', 'cli:семин');
    expect((await bench.audit.erase('1,3', 'cli:anna')).erased).to.deep.equal({ audit: 0 });
    expect(await bench.audit.verify()).to.deep.equal([]);
  });

  it('takes what is older than a date, the rows stay', async () => {
    await fill();
    bench.later(60 * 24 * 100);
    await bench.audit.append([entry('write:new', { person: NAME })]);
    expect(await bench.audit.eraseBefore('2026-10-01', 'cli:anna', true)).to.equal(3);
    expect(await bench.audit.eraseBefore('2026-10-01', 'cli:anna')).to.equal(3);
    expect((await bench.audit.find(NAME)).length).to.equal(1);
    expect(await bench.audit.verify()).to.deep.equal([]);
  });

  it('elsewhere than here is noticed: a value gone, changed, put back or left alone', async () => {
    await fill();
    await bench.audit.erase('семин', 'cli:anna');
    const codes = async (sql: string) => (await bench.after(sql)).map((f) => [f.n, f.wrong]);
    expect(await codes('delete from audit_values where n = 2')).to.deep.equal([[2, 'value-missing']]);
    expect(await codes('delete from audit_values where n = 4')).to.deep.include.members([[4, 'value-missing']]);
    expect(await codes(`update audit_values set value = '{"person":"Олег"}' where n = 2`)).to.deep.equal([[2, 'value-changed']]);
    expect(await codes(`insert into audit_values values (1, 'x', '{}')`)).to.deep.equal([[1, 'value-changed']]);
    expect(await codes(`insert into audit_values values (99, 'x', '{}')`)).to.deep.equal([[99, 'value-alone']]);
  });
}

/** Of a file on a disk. */
export function erasedBytes(bench: AuditBench): void {
  it('leaves no byte of it in any file', async () => {
    await filled(bench);
    bench.settleFile();
    await bench.audit.erase('семин', 'cli:anna');
    const bytes = ['', '-wal'].map((end) => readFileSync(bench.file + end)).map((b) => b.toString('latin1'));
    const wanted = Buffer.from(NAME).toString('latin1');
    expect(bytes.map((b) => b.includes(wanted) || b.includes('000-11-22'))).to.deep.equal([false, false]);
    expect(bytes[0]).to.include(Buffer.from('Анна').toString('latin1'));
  });
}
