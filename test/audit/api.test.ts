/** What calls of the API leave in the audit: by the table of operations, so that none can be forgotten. */
import { expect } from 'chai';
import { SqliteAudit } from '../../connector/audit/sqlite/audit.ts';
import { whatOf } from '../../connector/server/api/audited.ts';
import { OPERATIONS } from '../../connector/server/api/operations.ts';
import type { InvoiceView } from '../../connector/server/contract/invoices.ts';
import { customer, draft } from '../scenarios/making.ts';
import { about, office, PARTY, type Office } from '../server/api/client.ts';

describe('the audit and the operations of the API', () => {
  it('has a class for every operation but telemetry', () => {
    const without = OPERATIONS.filter((op) => whatOf(op) === null).map((op) => op.path);
    expect(without).to.deep.equal(['/telemetry']);
  });

  it('tells reads, writes, decisions and exports apart', () => {
    const kinds = Object.fromEntries(OPERATIONS.map((op) => [`${op.method} ${op.path}`, whatOf(op)]));
    expect(kinds).to.include({
      'get /invoices': 'read:invoices.read', 'post /invoices/preview': 'read:invoices.create', 'post /invoices': 'write:invoices.create', 'patch /invoices/{id}': 'write:invoices.edit',
      'post /problems/{id}/answer': 'decision:problems.answer', 'post /problems/undo': 'decision:problems.answer', 'post /problems/{id}/items': 'read:problems.answer', 'post /proposals/{id}': 'decision:proposals.decide', 'post /links': 'decision:links.make',
      'post /plans/{id}/accept': 'decision:plan.accept', 'get /plans/{id}.html': 'export:plan.read', 'post /sync/retry': 'write:sync.retry',
    }); // prettier-ignore
    const changes = OPERATIONS.filter((op) => op.method !== 'get' && !op.isFree && op.right !== null);
    expect(changes.map((op) => String(whatOf(op)).split(':')[0]).filter((k) => k !== 'write' && k !== 'decision')).to.deep.equal(
      [],
    );
  });
});

describe('a call of the API leaves in the audit', () => {
  const { open } = office();
  const rows = async ({ s }: Office) => (await s.sidebook.audit.rows({})).filter((r) => !r.what.startsWith('mapping:'));
  const withDraft = async () => {
    const o = await open();
    const key = customer(o.s.fake);
    await o.s.cycle();
    const party = (await o.s.recordAt('counterparty', key)).id;
    return { o, key, id: (await draft(o.s, { counterparty: party })).id };
  };

  it('reads once an hour, with their count, for each person and class', async () => {
    const { o, key } = await withDraft();
    for (let i = 0; i < 3; i++) await o.api.get(`/counterparty?${about(PARTY(key))}`);
    await o.api.as({ actor: 'ut11:boris' }).get(`/invoices?${about(PARTY(key))}`);
    o.s.tick(61);
    await o.s.sidebook.audit.settle();
    const told = (await rows(o)).map((r) => [r.actor, r.what, (r.value as { count: number }).count]);
    expect(told).to.deep.equal([['ut11:anna', 'read:counterparty.read', 3], ['ut11:boris', 'read:invoices.read', 1]]); // prettier-ignore
  });

  it('a change with who, about what and which words, and a decision alike', async () => {
    const { o, id } = await withDraft();
    const { rev } = (await o.api.get<InvoiceView>(`/invoices/${id}`)).row;
    await o.api.ask('patch', `/invoices/${id}`, { body: { changes: { comment: 'до пятницы' } }, match: String(rev) });
    const [row] = await rows(o);
    expect(row).to.deep.include({ actor: 'ut11:anna', what: 'write:invoices.edit', subject: `invoices/${id}` });
    expect(row?.value).to.deep.include({ body: { changes: { comment: 'до пятницы' }, propose: false }, match: String(rev) });
  });

  it('what was refused: of a change why, of a right how often', async () => {
    const { o, id } = await withDraft();
    await o.api.ask('patch', `/invoices/${id}`, { body: { changes: { comment: 'x' } }, match: '999' });
    expect((await rows(o)).map((r) => [r.what, r.subject])).to.deep.equal([
      ['write:invoices.edit', `invoices/${id}`],
      ['refused:invoices.edit', `invoices/${id}`],
    ]);
    expect((await rows(o))[1]?.value).to.deep.equal({ code: 'record-moved' });
    for (let i = 0; i < 2; i++) await o.api.as({ roles: ['operator'] }).ask('post', `/invoices/${id}/issue`);
    for (let i = 0; i < 2; i++) await o.api.as({ scope: ['buh:counterparty:other'] }).ask('get', `/invoices/${id}`);
    o.s.tick(61);
    await o.s.sidebook.audit.settle();
    const counted = (await rows(o)).slice(2).map((r) => [r.what, (r.value as { count: number }).count]);
    expect(counted).to.deep.equal([['read:invoices.read', 2], ['refused:invoices.issue', 2], ['refused:invoices.read', 2]]); // prettier-ignore
  });

  it('nothing half: what cannot be written down is not done', async () => {
    const { o, id } = await withDraft();
    const { rev } = (await o.api.get<InvoiceView>(`/invoices/${id}`)).row;
    const { audit } = o.s.sidebook;
    if (!(audit instanceof SqliteAudit)) throw new Error('not the one in SQLite');
    audit.database.exec('alter table audit_values rename to elsewhere');
    const asked = o.api.ask('patch', `/invoices/${id}`, { body: { changes: { comment: 'x' } }, match: String(rev) });
    expect(await asked.then(() => 'answered', () => 'failed')).to.equal('failed'); // prettier-ignore
    audit.database.exec('alter table elsewhere rename to audit_values');
    const record = await o.s.sidebook.store.read((t) => t.record(id));
    expect([record?.rev, await rows(o)]).to.deep.equal([rev, []]);
  });

  it('no path, name or text as the subject, only ids', async () => {
    const { o } = await withDraft();
    await o.api.ask('post', `/proposals/${encodeURIComponent('Иванов Пётр')}`, { body: { state: 'declined' } });
    expect((await rows(o)).map((r) => r.subject)).to.deep.equal([null, null]);
  });
});
