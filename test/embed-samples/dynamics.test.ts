/** The Dynamics web resources in a simulated form; the plug-in's claims against the contract. */
import { expect } from 'chai';
import { claims } from '../../connector/server/contract/embed.ts';
import { FakeDynamics } from './dynamics-form.ts';
import { filesUnder, textOf } from './xml.ts';

const ID = '6A1E0000-5A51-11EE-9C1A-00155D0A0A01';
const ENTITY = `dyn:account:${ID.toLowerCase()}`;

async function account(id = `{${ID}}`): Promise<FakeDynamics> {
  const dynamics = new FakeDynamics('account', id);
  await dynamics.load('sidebook_account.js', 'accountOnLoad');
  return dynamics;
}

async function invoice(customer: FakeDynamics['customer']): Promise<FakeDynamics> {
  const dynamics = new FakeDynamics('invoice', '{11111111-0000-0000-0000-000000000001}');
  dynamics.customer = customer;
  await dynamics.load('sidebook_invoice.js', 'invoiceOnLoad');
  return dynamics;
}

describe('samples for Dynamics: account form', () => {
  it('names the object without braces and in small letters, in the language of the user', async () => {
    const { panel } = await account();
    expect(panel.getAttribute('entity-id')).equal(ENTITY);
    expect(panel.getAttribute('widget')).equal('counterparty');
    expect(panel.getAttribute('lang')).equal('ru');
    expect(panel.hidden).equal(false);
  });

  it('an unknown language is English', async () => {
    const dynamics = new FakeDynamics('account', ID);
    dynamics.language = 1041;
    await dynamics.load('sidebook_account.js', 'accountOnLoad');
    expect(dynamics.panel.getAttribute('lang')).equal('en');
  });

  it('asks the Custom API for a token of just this object', async () => {
    const dynamics = await account();
    expect(await dynamics.panel.tokenProvider?.()).equal(`token for ${ENTITY}`);
    expect(dynamics.asked).eql([`sidebook_GetEmbedToken/1/null/Entity Edm.String ${ENTITY}`]);
    expect([...dynamics.panel.attributes.values()].join()).not.include('token');
  });

  it('a refusal of the Custom API reaches the widget as a refusal', async () => {
    const dynamics = await account();
    dynamics.status = 403;
    const failure = await dynamics.panel.tokenProvider?.().then(String, (error: unknown) => String(error));
    expect(failure).include('403');
  });

  it('opens its own objects, leaves those of other systems alone', async () => {
    const { panel, opened } = await account();
    panel.fire('sidebook:navigate', { entity: ENTITY });
    panel.fire('sidebook:navigate', { entity: 'ut11:Catalog_Контрагенты:1' });
    panel.fire('sidebook:navigate', { entity: 'nonsense' });
    expect(opened).eql([{ entityName: 'account', entityId: ID.toLowerCase() }]);
  });

  it('another widget about the same object is shown in place', async () => {
    const { panel, opened } = await account();
    panel.fire('sidebook:navigate', { entity: ENTITY, widget: 'invoices' });
    expect(panel.getAttribute('widget')).equal('invoices');
    expect(opened).eql([]);
  });

  it('what is typed is asked about before another widget takes its place; a save or a changed tab leaves it', async () => {
    const dynamics = await account();
    const { panel, asked } = dynamics;
    panel.fire('sidebook:navigate', { entity: ENTITY, widget: 'invoices', action: 'new' });
    panel.dirty = true;
    await dynamics.save();
    await dynamics.switchTab();
    panel.fire('sidebook:navigate', { entity: ENTITY, widget: 'counterparty' });
    await Promise.resolve();
    expect([panel.getAttribute('widget'), panel.getAttribute('action')]).eql(['invoices', 'new']);
    dynamics.confirms = true;
    panel.fire('sidebook:navigate', { entity: ENTITY, widget: 'counterparty' });
    await new Promise(setImmediate);
    expect(panel.getAttribute('widget')).equal('counterparty');
    expect(asked).eql(Array(2).fill('В панели есть несохранённое. Потерять его?'));
  });

  it('a new record asks to be saved first, then shows; a changed tab listens no second time', async () => {
    const dynamics = await account('');
    expect(dynamics.panel.hidden).equal(true);
    expect(dynamics.hint.textContent).equal('Сначала сохраните запись.');
    dynamics.id = `{${ID}}`;
    await dynamics.save();
    await dynamics.switchTab();
    expect(dynamics.panel.getAttribute('entity-id')).equal(ENTITY);
    expect(dynamics.hint.hidden).equal(true);
    expect(dynamics.panel.listeners.get('sidebook:navigate')).length(1);
  });

  it('a form without the web resource opens as ever', async () => {
    const dynamics = new FakeDynamics('account', ID);
    dynamics.hasControl = false;
    await dynamics.load('sidebook_account.js', 'accountOnLoad');
    expect(dynamics.panel.getAttribute('entity-id')).equal(null);
  });
});

describe('samples for Dynamics: invoice form', () => {
  it('shows the invoices of the customer, and of another one when it is changed', async () => {
    const dynamics = await invoice([{ id: `{${ID}}`, entityType: 'account' }]);
    expect(dynamics.panel.getAttribute('widget')).equal('invoices');
    expect(dynamics.panel.getAttribute('entity-id')).equal(ENTITY);
    dynamics.customer = [{ id: '{22222222-0000-0000-0000-000000000002}', entityType: 'contact' }];
    await dynamics.changeCustomer();
    expect(await dynamics.panel.tokenProvider?.()).equal('token for dyn:contact:22222222-0000-0000-0000-000000000002');
  });

  it('without a customer there is nothing to show', async () => {
    const { panel } = await invoice(null);
    expect(panel.hidden).equal(true);
    expect(panel.getAttribute('entity-id')).equal(null);
  });
});

describe('samples for Dynamics: what is shipped', () => {
  const html = textOf('dynamics/webresources/sidebook.html');
  const plugin = textOf('dynamics/plugin/GetEmbedToken.cs');

  it('stands a strict policy: no inline script or style, nothing from elsewhere', () => {
    expect(html).not.match(/<script(?![^>]*src=)|<style|\sstyle=|\son\w+=/i);
    for (const [, source = ''] of html.matchAll(/(?:src|href)="([^"]+)"/g)) expect(source).match(/^sidebook_?\w*\.(js|css)$/);
    expect(html).include('<noscript>').include('cross-frame scripting');
  });

  it('reads neither the parent window nor the old Xrm.Page', () => {
    for (const file of filesUnder('dynamics/webresources', '.js'))
      expect(textOf(file).replace(/\/\*[^]*?\*\//g, ''), file).not.match(
        /parent\b|Xrm\.Page|top\.|eval\(|localStorage|innerHTML/,
      );
  });

  it('the plug-in names exactly the claims of the contract and lives as long', () => {
    const declared = /public sealed class Claims[^]+?\n {4}}/.exec(plugin)?.[0] ?? '';
    const names = [...declared.matchAll(/DataMember\(Name = "(\w+)"\)/g)].map((m) => m[1]);
    expect(names.sort()).eql(Object.keys(claims.shape).sort());
    expect(plugin).include('Aud = "embed/v1"').include('LifeSeconds = 600').include('Alg = "HS256"').include('Name = "kid"');
  });

  it('the plug-in signs only what the calling user can read', () => {
    const execute = /public void Execute[^]+?\n {8}}/.exec(plugin)?.[0] ?? '';
    expect(execute.indexOf('RequireReadable')).greaterThan(0).and.below(execute.indexOf('Signed('));
    expect(execute).include('CreateOrganizationService(context.InitiatingUserId), entity');
    expect(plugin.match(/sidebook_GetEmbedToken/g)).not.equal(null);
    for (const name of ['InputParameters["Entity"]', 'OutputParameters["token"]']) expect(plugin).include(name);
  });
});
