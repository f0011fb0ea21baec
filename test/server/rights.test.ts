/** Who may do what: the whole table, and that role, widget and scope must all agree. */
import { expect } from 'chai';
import { allow, demand, hasRight, maySee, type Right } from '../../connector/server/auth/rights.ts';
import { ROLES, type Role } from '../../connector/roles.ts';
import { WIDGETS, type Widget } from '../../connector/server/contract/embed.ts';
import type { Principal } from '../../connector/server/principal.ts';

/** As people agreed on it: operator, sales, lead, accountant, admin, auditor. */
const TABLE: Readonly<Record<Right, string>> = {
  'counterparty.read':  'yyyyyy',
  'invoices.read':      'yyyyyy',
  'products.read':      '-yyyyy',
  'problems.read':      '-yyyyy',
  'sync.read':          '---yyy',
  'plan.read':          '---yyy',
  'invoices.create':    '-yy-y-',
  'invoices.issue':     '-yy-y-',
  'invoices.edit':      '-yyyy-',
  'invoices.propose':   '-yy-y-',
  'invoices.retry':     '--yyy-',
  'problems.answer':    '--yyy-',
  'problems.bulk':      '--yyy-',
  'links.make':         '--yyy-',
  'proposals.decide':   '---yy-',
  'sync.retry':         '---yy-',
  'plan.make':          '---yy-',
  'plan.accept':        '---yy-',
  'rivals.read':        'yyy-y-',
  'rivals.write':       '-yy-y-',
  'notes.read':         'yyy-y-',
  'notes.write':        '-yy-y-',
  'translations.manage': '----y-',
}; // prettier-ignore
const RIGHTS = Object.keys(TABLE) as Right[];

const ONE = 'ut11:Catalog_Контрагенты:1';
const principal = (roles: readonly Role[], scope: '*' | readonly string[] = [ONE], widgets: readonly Widget[] = WIDGETS): Principal => ({
  client: 'ut11', actor: 'ut11:1', name: 'А', roles: new Set(roles), scope: scope === '*' ? scope : new Set(scope), widgets: new Set(widgets),
  lang: 'ru', locale: 'ru', timeZone: 'Europe/Moscow', team: null, granted: false, owners: null,
}); // prettier-ignore

describe('the table of rights', () => {
  for (const [i, role] of ROLES.entries())
    it(`of ${role} is the agreed one`, () => {
      const allowed = RIGHTS.filter((right) => hasRight([role], right));
      expect(allowed).to.deep.equal(RIGHTS.filter((right) => TABLE[right][i] === 'y'));
    });

  it('adds up for one who has several roles, and gives nothing without any', () => {
    expect(RIGHTS.filter((r) => hasRight(['sales', 'auditor'], r))).to.deep.equal(RIGHTS.filter((r) => TABLE[r][1] === 'y' || TABLE[r][5] === 'y')); // prettier-ignore
    expect(RIGHTS.filter((r) => hasRight([], r))).to.deep.equal([]);
  });

  it('says which widgets a role may see at all', () => {
    const seen = Object.fromEntries(
      ROLES.map((role) => [role, WIDGETS.filter((w) => maySee({ roles: new Set([role]), granted: false }, w)).length]),
    );
    expect(seen).to.deep.equal({ operator: 4, sales: 6, lead: 6, accountant: 5, admin: 8, auditor: 5 });
  });
});

describe('a call', () => {
  it('of an accountant reads what never leaves once that was granted, and writes nothing of it', () => {
    const asked = { widget: 'prices', entity: ONE } as const;
    const who = principal(['accountant']);
    const granted = { ...who, granted: true };
    expect([allow(who, 'rivals.read', asked), maySee(who, 'prices')]).to.deep.equal([false, false]);
    expect([allow(granted, 'rivals.read', asked), maySee(granted, 'prices')]).to.deep.equal([true, true]);
    expect(allow(granted, 'rivals.write', asked)).to.equal(false);
    expect(allow({ ...principal(['auditor']), granted: true }, 'rivals.read', asked)).to.equal(false);
  });

  it('needs role, widget and scope at once', () => {
    const asked = { widget: 'counterparty', entity: ONE } as const;
    expect(allow(principal(['operator']), 'counterparty.read', asked)).to.equal(true);
    expect(allow(principal([]), 'counterparty.read', asked)).to.equal(false);
    expect(allow(principal(['operator'], [ONE], ['invoices']), 'counterparty.read', asked)).to.equal(false);
    expect(allow(principal(['operator'], ['ut11:Catalog_Контрагенты:2']), 'counterparty.read', asked)).to.equal(false);
    expect(allow(principal(['operator'], []), 'counterparty.read', asked)).to.equal(false);
  });

  it('without a single object needs the scope of everything', () => {
    const asked = { widget: 'sync', entity: null } as const;
    expect(allow(principal(['admin']), 'sync.read', asked)).to.equal(false);
    expect(allow(principal(['admin'], '*'), 'sync.read', asked)).to.equal(true);
  });

  it('is covered by any name of its object and by any widget that makes it', () => {
    const asked = { widget: ['invoices', 'counterparty'], entity: ['sidebook:counterparty:9', ONE] } as const;
    expect(allow(principal(['sales'], [ONE], ['counterparty']), 'invoices.read', asked)).to.equal(true);
    expect(allow(principal(['sales'], [ONE], ['sync']), 'invoices.read', asked)).to.equal(false);
  });

  it('of one who reviews never changes anything, whatever the scope', () => {
    const changing = RIGHTS.filter((right) => !right.endsWith('.read'));
    for (const right of changing) expect(() => demand(principal(['auditor'], '*'), right, { widget: 'invoices', entity: ONE })).to.throw('not-allowed'); // prettier-ignore
  });
});
