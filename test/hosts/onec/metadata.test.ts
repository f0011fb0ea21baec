import { expect } from 'chai';
import { SaxesParser } from 'saxes';
import { ask, refused } from './ask.ts';
import { withFake } from './samples.ts';

describe('fake 1C: $metadata', () => {
  const held = withFake();
  const xml = async (): Promise<string> => (await ask(held.fake, 'GET', '$metadata', { query: { $format: null } })).text;
  const typeOf = (text: string, name: string): string =>
    new RegExp(`<EntityType Name="${name}".*?</EntityType>`).exec(text)?.[0] ?? '';
  const count = (text: string, piece: string): number => text.split(piece).length - 1;

  it('describes itself in XML only, never in JSON', async () => {
    expect(await refused(held.fake, 'GET', '$metadata')).to.include({ status: 400, code: '3' });
    const text = await xml();
    new SaxesParser().write(text).close();
    expect(text).to.contain('<edmx:Edmx xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx" Version="1.0">');
    expect(text).to.contain('<Schema xmlns="http://schemas.microsoft.com/ado/2009/11/edm" Namespace="StandardODATA">');
    expect(text).to.contain('m:DataServiceVersion="3.0"').and.contain('<EntityContainer Name="EnterpriseV8"');
  });

  it('declares AllowedLength twice and functions under one name', async () => {
    const text = await xml();
    expect(count(text, '<EnumType Name="AllowedLength"')).to.equal(2);
    expect(count(text, '<FunctionImport Name="Post" IsBindable="true" IsSideEffecting="true">')).to.equal(4);
    expect(count(text, '<FunctionImport Name="SliceLast" IsBindable="true" IsSideEffecting="false"')).to.be.greaterThan(5);
    expect(text).to.match(
      /Name="Unpost"[^>]*><Parameter Name="bindingParameter" Type="StandardODATA\.Document_[^"]+"\/><Parameter Name="PostingModeOperational"/,
    );
  });

  it('marks types with composites as open types', async () => {
    const text = await xml();
    expect(typeOf(text, 'Document_СчетНаОплатуПокупателю')).to.match(/^<EntityType Name="[^"]+" OpenType="true">/);
    expect(typeOf(text, 'Catalog_Валюты')).to.match(/^<EntityType Name="Catalog_Валюты"><Key>/);
    expect(typeOf(text, 'Document_СчетНаОплатуПокупателю')).to.match(
      /RowType\)" Nullable="true"\/><Property Name="ДокументОснование_Type"/,
    );
  });

  it('knows no lengths and no required marks', async () => {
    const text = await xml();
    expect(text).to.not.match(/MaxLength|Precision|Scale/);
    expect(typeOf(text, 'Catalog_Контрагенты').match(/Nullable="false"/g)).to.have.length(1);
    expect(text).to.not.contain('____Presentation').and.not.contain('ThisNode');
  });

  it('leaves references to unpublished sets without navigation', async () => {
    held.fake.quirks.composition = ['Document_СчетНаОплатуПокупателю'];
    const type = typeOf(await xml(), 'Document_СчетНаОплатуПокупателю');
    expect(type).to.contain('Name="Контрагент_Key"').and.not.contain('NavigationProperty');
    held.fake.quirks.composition = ['Document_СчетНаОплатуПокупателю', 'Catalog_Контрагенты'];
    expect(typeOf(await xml(), 'Document_СчетНаОплатуПокупателю').match(/NavigationProperty Name="(\S+)"/g)).to.have.length(1);
  });

  it('streams a metadata document of seventeen megabytes', async () => {
    held.fake.quirks.metadata = 'big';
    const answer = await ask(held.fake, 'GET', '$metadata', { query: { $format: null } });
    expect(answer.headers).to.not.have.property('content-length');
    expect(Buffer.byteLength(answer.text)).to.be.within(14e6, 20e6);
    expect(count(answer.text, '<EntityType ')).to.be.greaterThan(4000);
  });
});
