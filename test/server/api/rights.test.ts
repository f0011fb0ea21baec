/** Every operation × role × scope against a table written by hand; and a refusal that says nothing of what there is. */
import { expect } from 'chai';
import { OPERATIONS } from '../../../connector/server/api/operations.ts';
import { openapiDocument } from '../../../connector/server/openapi.ts';
import type { Role } from '../../../connector/roles.ts';
import { customer, draft, invoice, keyOf, line } from '../../scenarios/making.ts';
import { parties, invoices as SET } from '../../scenarios/setting.ts';
import { about, ALL_ROLES, office, PARTY, type Office } from './client.ts';

/** o operator, s sales, l lead, c accountant (книги), a admin, u auditor. `wide`: only a token that covers everything. */
const TABLE: Readonly<Record<string, { roles: string; wide?: true }>> = {
  'get /counterparty': { roles: 'oslcau' },
  'get /invoices': { roles: 'oslcau' },
  'get /invoices/{id}': { roles: 'oslcau' },
  'post /invoices/preview': { roles: 'sla' },
  'post /invoices': { roles: 'sla' },
  'post /invoices/{id}/issue': { roles: 'sla' },
  'patch /invoices/{id}': { roles: 'slca' },
  'post /invoices/{id}/retry': { roles: 'lca' },
  'post /products/find': { roles: 'slcau' },
  'get /problems': { roles: 'slcau' },
  'post /problems/{id}/answer': { roles: 'lca' },
  'post /problems/{id}/items': { roles: 'lca', wide: true },
  'post /problems/bulk': { roles: 'lca', wide: true },
  'post /problems/undo': { roles: 'lca' },
  'post /proposals/{id}': { roles: 'sla' }, // withdrawing; declining is "ca", below
  'get /matching': { roles: 'slcau' },
  'post /matching/{id}/later': { roles: 'lca' },
  'get /sync': { roles: 'cau', wide: true },
  'post /sync/retry': { roles: 'ca', wide: true },
  'post /plans': { roles: 'ca', wide: true },
  'get /plans/{id}.html': { roles: 'cau', wide: true },
  'get /plans/{id}': { roles: 'cau', wide: true },
  'post /plans/{id}/accept': { roles: 'ca', wide: true },
  'post /links': { roles: 'lca' },
  'get /prices': { roles: 'osla' },
  'post /prices/find': { roles: 'osla' },
  'get /prices/history': { roles: 'osla' },
  'post /prices': { roles: 'sla' },
  'post /prices/{id}/withdraw': { roles: 'sla' },
  'post /prices/{id}/correct': { roles: 'sla' },
  'get /prices/{id}/file': { roles: 'osla' },
  'patch /rivals/{id}/card': { roles: 'sla' },
  'post /rival-stock': { roles: 'sla' },
  'post /rival-stock/{id}/withdraw': { roles: 'sla' },
  'post /rival-offers': { roles: 'sla' },
  'post /rival-offers/{id}/outcome': { roles: 'sla' },
  'post /imports/preview': { roles: 'sla' },
  'post /imports': { roles: 'sla' },
  'post /imports/{id}/undo': { roles: 'sla' },
  'get /imports': { roles: 'osla' },
  'get /imports/{id}/undo': { roles: 'sla' },
  'get /notes': { roles: 'osla' },
  'get /notes/{id}': { roles: 'osla' },
  'post /notes/find': { roles: 'osla' },
  'post /notes': { roles: 'sla' },
  'patch /notes/{id}': { roles: 'sla' },
  'post /notes/{id}/withdraw': { roles: 'sla' },
  'get /translations': { roles: 'a', wide: true },
  'post /translations/preview': { roles: 'a', wide: true },
  'post /translations/export': { roles: 'a', wide: true },
  'post /translations/undo': { roles: 'a', wide: true },
  'get /translations/jobs/{id}': { roles: 'a', wide: true },
  'get /translations/jobs/{id}/changes': { roles: 'a', wide: true },
  'get /translations/jobs/{id}/file': { roles: 'a', wide: true },
  'post /translations/jobs/{id}/take': { roles: 'a', wide: true },
  'post /translations/jobs/{id}/end': { roles: 'a', wide: true },
  'post /telemetry': { roles: 'oslcau' },
};
const LETTER: Readonly<Record<Role, string>> = {
  operator: 'o',
  sales: 's',
  lead: 'l',
  accountant: 'c',
  admin: 'a',
  auditor: 'u',
};

const NONE = '00000000-0000-4000-8000-000000000001';

interface Made extends Office {
  readonly key: string;
  readonly other: string;
  readonly ids: {
    party: string;
    otherParty: string;
    invoice: string;
    otherInvoice: string;
    problem: number;
    otherProblem: number;
    proposal: number;
    otherProposal: number;
    note: string;
    otherNote: string;
  };
}

interface Request {
  readonly path: string;
  readonly body?: unknown;
  readonly match?: string;
}

describe('the rights of the API', () => {
  const { open } = office();

  /** Two counterparties, each with a draft, a posted invoice with a proposal, and a conflict. */
  async function made(): Promise<Made> {
    const o = await open();
    const [key, other] = [customer(o.s.fake), customer(o.s.fake, { Description: 'Чужой ООО', ИНН: '', КПП: '' })];
    const posted = [key, other].map((party) => keyOf(invoice(o.s.fake, { Контрагент_Key: party, Товары: [line(100)], СуммаДокумента: 100 })));
    for (const one of posted) o.s.fake.post(SET, one);
    await o.s.settle();
    const [party, otherParty] = [await o.s.recordAt('counterparty', key), await o.s.recordAt('counterparty', other)];
    for (const one of posted) await o.s.edit((await o.s.recordAt('invoice', one)).id, { dueDate: '2026-05-01' }, { propose: true, by: 'ut11:anna' });
    for (const { id } of [party, otherParty]) await o.s.edit(id, { name: 'Здесь' });
    for (const one of [key, other]) o.s.fake.edit(parties, one, { Description: 'Там' });
    await o.s.everything();
    const conflictOf = async (id: string) => (await o.s.problems('conflict')).find((p) => p.record === id)?.id ?? 0;
    const [proposal, otherProposal] = await o.s.sidebook.store.views.openProposals(null, 9);
    const drafts = [await draft(o.s, { counterparty: party.id }), await draft(o.s, { counterparty: otherParty.id })];
    const author = o.api.as({ roles: ['sales'] });
    const noteOf = async (entity: string) => (await author.post<{ id: string }>('/notes', { entity, kind: 'call', text: 'нота' })).id;
    const [note, otherNote] = [await noteOf(PARTY(key)), await noteOf(PARTY(other))];
    const ids = { note, otherNote, party: party.id, otherParty: otherParty.id, invoice: drafts[0]?.id ?? '', otherInvoice: drafts[1]?.id ?? '', problem: await conflictOf(party.id), otherProblem: await conflictOf(otherParty.id), proposal: proposal?.id ?? 0, otherProposal: otherProposal?.id ?? 0 };
    return { ...o, key, other, ids };
  } // prettier-ignore

  /** One request for each operation, about the covered counterparty, another one, or one that is not there. */
  function requestOf(o: Made, name: string, which: 'own' | 'other' | 'none'): Request {
    const choose = <T>(own: T, other: T, none: T): T => ({ own, other, none })[which];
    const entity = PARTY(choose(o.key, o.other, NONE));
    const party = choose(o.ids.party, o.ids.otherParty, NONE);
    const inv = choose(o.ids.invoice, o.ids.otherInvoice, NONE);
    const problem = choose(o.ids.problem, o.ids.otherProblem, 999_999);
    const noteId = choose(o.ids.note, o.ids.otherNote, NONE);
    const body = { counterparty: party, lines: [{ text: 'x', quantity: '1', price: '1', vatRate: '20' }] };
    const fact = { entity, of: { item: null, product: null, name: 'x', unit: 'шт' }, competitor: { id: null, name: 'y' }, source: 'call' };
    const terms = { price: '1', currency: 'RUB', vatIncluded: true, unit: 'шт' };
    const list = { entity, kind: 'prices', competitor: fact.competitor, file: 'x', content: { is: 'rows', text: 'a\t1' } };
    const requests: Record<string, Request> = {
      'get /prices': { path: `/prices?${about(entity)}` },
      'post /prices/find': { path: '/prices/find', body: { entity, search: 'x' } },
      'get /prices/history': { path: `/prices/history?${about(entity)}&item=x&unit=x&currency=RUB&vat=in` },
      'post /prices': { path: '/prices', body: { ...fact, ...terms } },
      'post /prices/{id}/withdraw': { path: `/prices/${NONE}/withdraw`, body: { entity } },
      'post /prices/{id}/correct': { path: `/prices/${NONE}/correct`, body: { entity, price: '1', vatIncluded: true, source: 'call' } },
      'get /prices/{id}/file': { path: `/prices/${NONE}/file?${about(entity)}` },
      'patch /rivals/{id}/card': { path: `/rivals/${NONE}/card`, body: { entity, strengths: null, weaknesses: null, answer: null }, match: '1' },
      'get /imports': { path: `/imports?${about(entity)}` },
      'get /imports/{id}/undo': { path: `/imports/${NONE}/undo?${about(entity)}` },
      'post /rival-stock': { path: '/rival-stock', body: { ...fact, stock: '10' } },
      'post /rival-stock/{id}/withdraw': { path: `/rival-stock/${NONE}/withdraw`, body: { entity } },
      'post /rival-offers': { path: '/rival-offers', body: { entity, competitor: fact.competitor, currency: 'RUB', vatIncluded: true, lines: [] } },
      'post /rival-offers/{id}/outcome': { path: `/rival-offers/${NONE}/outcome`, body: { entity, outcome: 'won' }, match: '1' },
      'post /imports/preview': { path: '/imports/preview', body: list },
      'post /imports': { path: '/imports', body: { ...list, taken: 0 } },
      'post /imports/{id}/undo': { path: `/imports/${NONE}/undo`, body: { entity } },
      'get /counterparty': { path: `/counterparty?${about(entity)}` },
      'get /invoices': { path: `/invoices?${about(entity)}` },
      'get /invoices/{id}': { path: `/invoices/${inv}` },
      'post /invoices/preview': { path: '/invoices/preview', body },
      'post /invoices': { path: '/invoices', body },
      'post /invoices/{id}/issue': { path: `/invoices/${inv}/issue` },
      'patch /invoices/{id}': { path: `/invoices/${inv}`, body: { changes: {} }, match: '1' },
      'post /invoices/{id}/retry': { path: `/invoices/${inv}/retry` },
      'post /products/find': { path: '/products/find', body: { search: 'x' } },
      'get /problems': { path: `/problems?${about(entity)}` },
      'post /problems/{id}/answer': { path: `/problems/${String(problem)}/answer`, body: { choose: 'ours' }, match: 'x' },
      'post /problems/{id}/items': { path: `/problems/${String(problem)}/items`, body: { search: 'x' } },
      'post /problems/bulk': { path: '/problems/bulk', body: { host: 'buh', unit: 'name', choose: 'ours', preview: true } },
      'post /problems/undo': { path: '/problems/undo', body: { ids: [problem] } },
      'post /proposals/{id}': { path: `/proposals/${String(choose(o.ids.proposal, o.ids.otherProposal, 999_999))}`, body: { state: 'withdrawn' } },
      'get /matching': { path: `/matching?${about(entity)}` },
      'post /matching/{id}/later': { path: `/matching/${String(problem)}/later`, body: { days: 1 }, match: 'x' },
      'get /sync': { path: '/sync' },
      'post /sync/retry': { path: '/sync/retry', body: { host: 'buh' } },
      'post /plans': { path: '/plans', body: { host: 'nobody' } },
      'get /plans/{id}.html': { path: '/plans/none.html' },
      'get /plans/{id}': { path: '/plans/none' },
      'post /plans/{id}/accept': { path: '/plans/none/accept' },
      'post /links': { path: '/links', body: { entity, record: party } },
      'get /notes': { path: `/notes?${about(entity)}` },
      'get /notes/{id}': { path: `/notes/${noteId}` },
      'post /notes/find': { path: '/notes/find', body: { entity, search: 'x' } },
      'post /notes': { path: '/notes', body: { entity, kind: 'call', text: 'x' } },
      'patch /notes/{id}': { path: `/notes/${noteId}`, body: { pinned: false }, match: '0' },
      'post /notes/{id}/withdraw': { path: `/notes/${noteId}/withdraw`, body: { on: true }, match: '0' },
      'get /translations': { path: '/translations' },
      'post /translations/preview': { path: '/translations/preview', body: { target: 'nobody', file: 'x', base64: '' } },
      'post /translations/export': { path: '/translations/export', body: { target: 'nobody' } },
      'post /translations/undo': { path: '/translations/undo', body: { target: 'nobody' } },
      'get /translations/jobs/{id}': { path: '/translations/jobs/none' },
      'get /translations/jobs/{id}/changes': { path: '/translations/jobs/none/changes' },
      'get /translations/jobs/{id}/file': { path: '/translations/jobs/none/file' },
      'post /translations/jobs/{id}/take': { path: '/translations/jobs/none/take', body: { languages: [] } },
      'post /translations/jobs/{id}/end': { path: '/translations/jobs/none/end' },
      'post /telemetry': { path: '/telemetry', body: { widget: 'sync', shell: 'frame', version: '1', engine: 'chromium', firstDataMs: 1, errors: [] } },
    };
    return requests[name] ?? { path: 'no request' };
  } // prettier-ignore

  const names = OPERATIONS.map((op) => `${op.method} ${op.path}`);
  const send = ({ api }: Office, name: string, { path, body, match }: Request) =>
    api.ask<{ code?: string; traceId?: string }>(name.split(' ')[0] ?? '', path, {
      body,
      ...(match === undefined ? {} : { match }),
    });
  /** Without what differs with every answer. */
  const refusal = ({ body }: { body: object }) => ({ ...body, traceId: '' });

  it('are written down for every operation there is', () => {
    expect(names.sort()).to.deep.equal(Object.keys(TABLE).sort());
  });

  for (const role of ALL_ROLES)
    it(`of ${role} are those of the table, with every scope, and a refusal is the same for what is not there`, async () => {
      const o = await made();
      const scopes = { wide: '*', own: [PARTY(o.key)] } as const;
      let words: object | null = null;
      for (const name of names)
        for (const [scope, entities] of Object.entries(scopes)) {
          const { roles, wide } = TABLE[name] ?? { roles: '' };
          const isAllowed = roles.includes(LETTER[role]) && (scope === 'wide' || !wide);
          const isFree = /invoices\/preview|products|telemetry/.test(name) || (scope === 'wide' && !wide);
          for (const which of ['none', 'other', 'own'] as const) {
            const answer = await send(o.api.as({ roles: [role], scope: entities }) && o, name, requestOf(o, name, which));
            const isSeen = isAllowed && (which === 'own' || isFree || scope === 'wide');
            expect([role, name, scope, which, answer.status === 403]).to.deep.equal([role, name, scope, which, !isSeen]);
            if (answer.status !== 403) continue;
            words ??= refusal(answer);
            expect(refusal(answer)).to.deep.equal(words);
          }
        }
    }).timeout(60_000);

  it('without that of reading problems show neither how many there are nor their numbers', async () => {
    const o = await made();
    type View = { problems: number; badges: { problem: number | null }[] };
    const seen = (role: Role) => o.api.as({ roles: [role], scope: [PARTY(o.key)] }).get<View>(`/counterparty?${about(PARTY(o.key))}`); // prettier-ignore
    expect((await seen('sales')).problems).to.be.above(0);
    const { problems, badges } = await seen('operator');
    expect([problems, badges.map((b) => b.problem)]).to.deep.equal([0, badges.map(() => null)]);
  });

  it('do not reach another company by linking the object of the form to it', async () => {
    const o = await open();
    const [key, other] = [customer(o.s.fake), customer(o.s.fake, { Description: 'Чужой ООО', ИНН: '', КПП: '' })];
    await o.s.everything();
    const twin = customer(o.s.fake, { Description: 'Василёк (дубль)' });
    await o.s.everything();
    const [ours, foreign] = [await o.s.recordAt('counterparty', key), await o.s.recordAt('counterparty', other)];
    const lead = o.api.as({ roles: ['lead'], scope: [PARTY(twin)] });
    const { rows } = await lead.get<{ rows: { id: number; etag: string }[] }>(`/problems?${about(PARTY(twin))}`);
    const [row] = rows;
    const same = { body: { choose: 'same', as: foreign.id }, match: row?.etag ?? '' };
    expect((await lead.ask<{ code: string }>('post', `/problems/${String(row?.id)}/answer`, same)).body.code).to.equal(
      'answer-unfit',
    );
    const link = (record: string) => lead.ask<{ code: string }>('post', '/links', { body: { entity: PARTY(twin), record } });
    expect((await link(foreign.id)).body.code).to.equal('answer-unfit');
    expect((await lead.ask('get', `/invoices?${about(`sidebook:counterparty:${foreign.id}`)}`)).status).to.equal(403);
    expect((await link(ours.id)).status).to.equal(200);
  });

  it('end at the widgets the token names', async () => {
    const o = await made();
    for (const [name, widget] of [['get /counterparty', 'invoices'], ['get /problems', 'counterparty'], ['get /sync', 'problems'], ['post /invoices', 'counterparty'], ['post /telemetry', 'problems']] as const)
      expect([name, (await send(o.api.as({ widgets: [widget] }) && o, name, requestOf(o, name, 'own'))).status]).to.deep.equal([name, 403]);
  }); // prettier-ignore

  it('let lists over everything be seen by a token for everything alone', async () => {
    const o = await made();
    for (const path of ['/invoices', '/problems', '/sync']) {
      expect([path, (await o.api.as({ scope: [PARTY(o.key)] }).ask('get', path)).status]).to.deep.equal([path, 403]);
      expect([path, (await o.api.as({}).ask('get', path)).status]).to.deep.equal([path, 200]);
    }
  });

  it('of a token for one counterparty show the problems of that one and of its invoices only', async () => {
    const o = await made();
    const v = await o.api.as({ scope: [PARTY(o.key)] }).get<{ total: number; rows: { record: string }[]; proposals: unknown[] }>(`/problems?${about(PARTY(o.key))}`);
    expect([v.total, v.rows.map((r) => r.record), v.proposals.length]).to.deep.equal([1, [o.ids.party], 1]);
  }); // prettier-ignore
});

describe('the OpenAPI document', () => {
  const document = openapiDocument('1') as {
    openapi: string;
    paths: Record<string, Record<string, { parameters: { name: string; in: string }[]; responses: object }>>;
  };

  it('has every route of the router, and no other', () => {
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((m) => `${m} ${path}`),
    );
    expect(described.sort()).to.deep.equal(OPERATIONS.map((op) => `${op.method} ${op.path}`).sort());
    expect(document.openapi).to.equal('3.1.0');
  });

  it('names every part of a path, what a change needs, and how each ends', () => {
    for (const [path, methods] of Object.entries(document.paths))
      for (const [method, { parameters, responses }] of Object.entries(methods)) {
        const named = (where: string) => parameters.filter((p) => p.in === where).map((p) => p.name);
        expect([path, named('path')]).to.deep.equal([path, [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1])]);
        expect([path, named('header').includes('If-Match')]).to.deep.equal([path, OPERATIONS.some((op) => op.path === path && op.method === method && op.match === true)]);
        expect(responses).to.include.keys('default');
      }
  }); // prettier-ignore

  it('is plain JSON without a reference that leads nowhere', () => {
    const text = JSON.stringify(document);
    for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)) expect(name).to.equal('Problem');
    expect(text).not.to.include('undefined');
  });
});
