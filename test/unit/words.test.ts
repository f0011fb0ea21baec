/** What a person types and what a page shows of it: nothing is guessed, nothing becomes markup. */
import { expect } from 'chai';
import type { Entity, Fields } from '../../connector/model.ts';
import { Sidebook } from '../../connector/main.ts';
import { openSqlite } from '../../connector/store/sqlite/store.ts';
import { EditRefused } from '../../connector/sync/edit.ts';
import { changesText } from '../../connector/words/changes.ts';
import { parseTyped } from '../../connector/words/field-args.ts';
import { Names } from '../../connector/words/names.ts';
import { planPage } from '../../connector/words/plan-page.ts';
import { rewordBy } from '../../connector/words/reworded.ts';
import { configOf, stoppedClock, worldAt } from '../scenarios/setting.ts';

describe('a value a person types', () => {
  it('may be a day as people write it, with or without a time', () => {
    const typed = (text: string) => [parseTyped('invoice', 'dueDate', text), parseTyped('invoice', 'date', text)];
    expect(typed('2026-02-28')).to.deep.equal(['2026-02-28', '2026-02-28T00:00:00']);
    expect(typed('5.11.2026')).to.deep.equal(['2026-11-05', '2026-11-05T00:00:00']);
    expect(typed('2026-02-28T23:59:59')).to.deep.equal(['2026-02-28', '2026-02-28T23:59:59']);
    expect(typed('')).to.deep.equal([null, null]);
  });

  it('is refused when it is no day, or stands for the rows of a table', () => {
    for (const text of ['31.02.2026', 'soon', '2026-13-01', '05.11', '2026-02-28T25:00:00', '0', '+7'])
      expect(() => parseTyped('invoice', 'dueDate', text), text).to.throw(EditRefused);
    expect(() => parseTyped('invoice', 'date', 'x')).to.throw(EditRefused);
    expect(() => parseTyped('invoice', 'lines', 'x')).to.throw(EditRefused);
    expect(() => parseTyped('payment', 'allocations', 'x')).to.throw(EditRefused);
  });
});

describe('a change told in one line', () => {
  it('of a balance says whose it is, and its sums as people write them', async () => {
    const world = worldAt(stoppedClock());
    const sidebook = new Sidebook(configOf({ url: 'http://127.0.0.1:9/', user: 'u' }), { world }, openSqlite({ file: ':memory:', world })); // prettier-ignore
    const record = (id: string, entity: Entity, fields: Fields) => ({ id, entity, rev: 1, stage: 'live', fields, changedAt: world.now().toISOString(), changedBy: 'test' }) as const; // prettier-ignore
    await sidebook.store.write({ actor: 'test' }, (t) => {
      t.setRecord(record('c', 'counterparty', { name: 'Василёк ООО' }), null);
      t.setRecord(record('b', 'balance', { counterparty: 'c', advance: '62828' }), null);
    });
    const names = new Names(sidebook);
    await names.learn(['b']);
    expect(names.of('b')).to.equal('Василёк ООО');
    const told = changesText({ lang: 'ru', isUnicode: true }, { advance: '62828' }, { advance: '68573.2' }, names);
    expect(told.replaceAll('\u00a0', ' ')).to.equal('Аванс: 62 828,00 → 68 573,20');
    await sidebook.close();
  });
});

describe('the page of a plan', () => {
  it('shows the name of a currency as text, whatever a base calls it', async () => {
    const world = worldAt(stoppedClock());
    const sidebook = new Sidebook(configOf({ url: 'http://127.0.0.1:9/', user: 'u' }), { world }, openSqlite({ file: ':memory:', world })); // prettier-ignore
    const evil = '<img src=x onerror=alert(1)>';
    const record = { id: 'c', entity: 'currency', rev: 1, stage: 'live', fields: { code: evil }, changedAt: world.now().toISOString(), changedBy: 'test' } as const; // prettier-ignore
    await sidebook.store.write({ actor: 'test' }, (t) => t.setRecord(record, null));
    const names = new Names(sidebook);
    await names.learn(['c']);
    const step = { host: 'buh', entity: 'invoice', link: 1, record: null, hostId: null, title: evil, does: 'create', changes: [], sum: '1', currency: 'c', why: '', hold: null, deactivates: false, basis: '' } as const; // prettier-ignore
    const plan = { id: evil, host: evil, madeAt: world.now().toISOString(), refused: null, steps: [step], totals: { [evil]: { invoice: { create: { count: 1, sums: { c: '1' } } } } } }; // prettier-ignore
    const page = planPage({ lang: 'en' }, [plan], names);
    expect([page.includes('<img'), page.includes('1.00 &lt;img')]).to.deep.equal([false, true]);
    rewordBy((name) => `${name} <img src=x>`); // what an administrator imported is text as well
    try {
      const imported = planPage({ lang: 'en' }, [plan], names);
      const said = ['page.title', 'page.plan', 'page.steps', 'page.sum', 'page.date', 'does.create'].filter(
        (name) => !imported.includes(`message/said.${name} &lt;img src=x&gt;`),
      );
      expect([imported.includes('<img'), said]).to.deep.equal([false, []]);
    } finally {
      rewordBy(() => undefined);
    }
    await sidebook.close();
  });
});
