/** What the forms of a host call an object, as the samples of docs/guides/embed send it, is understood and handed out. */
import { expect } from 'chai';
import type { HostConfig } from '../../../connector/config.ts';
import { Entities } from '../../../connector/server/api/entities.ts';
import type { Store } from '../../../connector/store/store.ts';

const ID = '6a1e0000-5a51-11ee-9c1a-00155d0a0a01';
/** Profile, a counterparty and an invoice as its forms name them. */
const FORMS = [
  ['bp30', 'onec', 'Catalog_Контрагенты', 'Document_СчетНаОплатуПокупателю'],
  ['ut11', 'onec', 'Catalog_Контрагенты', 'Document_СчетНаОплатуКлиенту'],
  ['soap', 'onec-soap', 'Catalog_Контрагенты', 'Document_СчетНаОплатуПокупателю'],
  ['enterprisedata', 'enterprisedata', 'Catalog_Контрагенты', 'Document_СчетНаОплатуПокупателю'],
  ['dataverse', 'dataverse', 'account', 'invoice'],
  ['dynamics-ce', 'organization', 'account', 'invoice'],
] as const;

function entitiesOf(profile: string, kind: string): Entities {
  const host = { kind, profile, mappings: {}, prefix: 'new' } as unknown as HostConfig;
  return new Entities({ hosts: { host } }, {} as Store);
}

describe('objects as the forms of a host name them', () => {
  for (const [profile, kind, counterparty, invoice] of FORMS)
    it(`${profile}: ${counterparty} and ${invoice}`, () => {
      const entities = entitiesOf(profile, kind);
      expect(entities.parse(`host:${counterparty}:{${ID.toUpperCase()}}`)).to.deep.equal({ host: 'host', entity: 'counterparty', id: ID }); // prettier-ignore
      expect(entities.parse(`host:${invoice}:${ID}`).entity).to.equal('invoice');
      expect(entities.nameOf('host', 'counterparty', ID), 'what a form is opened by').to.equal(`host:${counterparty}:${ID}`);
      expect(entities.nameOf('host', 'invoice', ID)).to.equal(`host:${invoice}:${ID}`);
    });

  it('anything else is refused', () => {
    expect(() => entitiesOf('dataverse', 'dataverse').parse(`host:contact:${ID}`)).to.throw(/entity-unknown/);
  });
});
