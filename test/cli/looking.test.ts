/** status, problems, reconcile, doctor, mappings: what an administrator reads, with the exit code a script reads. */
import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAudit } from '../../connector/audit/sqlite/audit.ts';
import { currencyOf, payment, shipment } from '../hosts/onec/samples.ts';
import { contract, customer, invoice, keyOf, line, party } from '../scenarios/making.ts';
import { publishedWithout } from '../scenarios/published.ts';
import { invoices, parties, writesIn } from '../scenarios/setting.ts';
import { desks, type Desk } from './desk.ts';

describe('sidebook', () => {
  const open = desks();

  async function linked(): Promise<{ desk: Desk; key: string }> {
    const desk = await open();
    const key = customer(desk.fake, { Description: 'Василёк ООО' });
    invoice(desk.fake, { Контрагент_Key: key, Posted: true, Товары: [line(2500.55)] });
    await desk.say('sync --once');
    return { desk, key };
  }

  async function conflict(): Promise<Desk> {
    const { desk, key } = await linked();
    await desk.on();
    await desk.say(['counterparty', 'set', 'Василёк ООО', 'legalName=ООО "Наше"']);
    desk.fake.edit(parties, key, { НаименованиеПолное: 'ООО "Их"' });
    desk.clock.pass(20);
    await desk.say('sync --once');
    return desk;
  }

  it('status ends with 0 while all is well', async () => {
    const { desk } = await linked();
    const said = await desk.say('status');
    expect(said.code).to.equal(0);
    expect(said.out).to.include('read only').and.to.include('Counterparties');
  });

  it('sync tells what failed in a sentence, in either language, and in no code', async () => {
    const { desk } = await linked();
    await desk.fake.close();
    const [en, ru] = [await desk.say('sync --once'), await desk.say('sync --once', 'ru')];
    expect([en.code, en.out, ru.out]).to.deep.equal([1, 'buh: failed\n', 'buh: не удалось\n']);
    expect([en.err, ru.err].map((text) => text.split('\n')[0])).to.deep.equal([
      'No connection to buh: nobody answers at its address.',
      'Нет связи с buh: по адресу никто не отвечает.',
    ]);
  });

  it('status ends with 3 and one alarm when a base has been silent', async () => {
    const { desk } = await linked();
    await desk.fake.close();
    desk.clock.pass(24 * 60);
    await desk.say('sync --once');
    const said = await desk.say('status --json');
    expect(said.code).to.equal(3);
    expect((JSON.parse(said.out) as { alarms: { host: string }[] }).alarms.map((a) => a.host)).to.deep.equal(['buh']);
  });

  it('invoice list says of no invoice that it is unpaid where the base does not tell payments, nor a first load that nothing is paid', async () => {
    const desk = await open();
    desk.fake.quirks.composition = await publishedWithout(desk.fake, 'Document_ПоступлениеНаРасчетныйСчет');
    invoice(desk.fake, {
      Контрагент_Key: customer(desk.fake, { Description: 'Василёк ООО' }),
      Posted: true,
      Товары: [line(2500.55)],
    });
    await desk.say('sync --once', 'ru');
    expect((await desk.say('invoice list', 'ru')).out)
      .to.include('оплата неизвестна')
      .and.not.include('не оплачен');
    const said = (await desk.say('invoice list --unpaid', 'ru')).out;
    expect(said).to.include('Ни одна подключённая база не сообщает об оплатах').and.not.include('500,55');
  });

  it('problems shows both values and what was agreed, and takes the answer', async () => {
    const desk = await conflict();
    expect((await desk.say('problems', 'ru')).out).to.include('Василёк');
    const shown = await desk.say('problems show 1', 'ru');
    expect(shown.out).to.include('ООО "Наше"').and.to.include('ООО "Их"');
    const said = await desk.say('problems resolve 1 ours');
    expect([said.code, said.out.includes('problems undo 1')]).to.deep.equal([0, true]);
    await desk.say('sync --once');
    expect(desk.fake.list(parties).map((r) => r['НаименованиеПолное'])).to.deep.equal(['ООО "Наше"']);
    expect((await desk.say('problems')).out).not.to.include('Василёк');
  });

  it('match and problems name the object that may be there already, not only its id', async () => {
    const desk = await open();
    const key = party(desk.fake, { Description: 'Лютик старый', ИНН: '7707083893', КПП: '770701001', DeletionMark: true });
    await desk.say('sync --once');
    await desk.on();
    await desk.say(['counterparty', 'add', 'name=Лютик ООО', 'taxId=7707083893', 'branchCode=770701001', 'kind=company']);
    await desk.say(['counterparty', 'promote', 'Лютик ООО']);
    await desk.say('sync --once');
    expect((await desk.say('match', 'ru')).out).to.include(`${key}  Лютик старый`);
    expect((await desk.say('status', 'ru')).out)
      .to.include(': …')
      .and.not.include(key);
    expect((await desk.say('problems show 1', 'ru')).out)
      .to.include('Лютик старый')
      .and.to.match(/same \S+ +Лютик старый/);
  });

  it('status calls a field as problems does, in the language of the reader', async () => {
    const { desk } = await linked();
    await desk.on();
    await desk.say(['counterparty', 'set', 'Василёк ООО', `name=${'Василёк '.repeat(30)}`]);
    await desk.say('sync --once');
    for (const [lang, field] of [
      ['ru', 'Наименование: '],
      ['en', 'Name has '],
    ] as const)
      for (const command of ['status', 'problems'])
        expect((await desk.say(command, lang)).out, command)
          .to.include(field)
          .and.not.match(/\bname\b/);
  });

  it('problems takes an answer back', async () => {
    const desk = await conflict();
    await desk.say('problems resolve 1 theirs');
    expect((await desk.say('problems resolve 1 ours', 'ru')).err).to.include('На проблему 1 уже ответили');
    expect((await desk.say('problems undo 1')).out).to.equal('Taken back. Problem 1 is open again.\n');
    await desk.say('sync --once');
    const shown = (await desk.say('problems show 1')).out;
    expect(shown).to.include('ООО "Наше"').and.to.include('ООО "Их"').and.to.include('problems resolve 1 theirs');
    expect(shown)
      .to.match(/anna · answered · Legal name: ООО "Наше" → ООО "Их"/)
      .and.to.match(/anna · taken back · Legal name: ООО "Их" → ООО "Наше"/);
    expect((await desk.say('problems')).out).to.match(/^\s+1 /m).and.not.to.match(/^\s+2 /m);
    const again = await desk.say('problems undo 1', 'ru');
    expect([again.code, again.err]).to.deep.equal([1, 'Проблема 1 открыта: брать назад нечего.\n  Подходящие ответы: npx sidebook problems show 1']);
  }); // prettier-ignore

  for (const [words, code] of [
    ['problems resolve 99 ours', 'no such question'],
    ['problems resolve 1 create-again', 'an answer that does not fit'],
    ['counterparty set Никто name=x', 'an unknown record'],
    ['pause nix', 'an unknown base'],
    ['reconcile --month soon', 'a month that is none'],
  ] as const)
    it(`refuses ${code} in words`, async () => {
      const desk = await conflict();
      const said = await desk.say(words);
      expect(said.code).to.equal(1);
      expect(said.err.trim()).to.match(/\w{3}/);
      expect(said.err).not.to.match(/at .*\.ts:\d+|undefined|\[object/);
    });

  it('reconcile ends with 0 where both sides agree', async () => {
    const { desk } = await linked();
    const said = await desk.say('reconcile', 'ru');
    expect([said.code, said.err]).to.deep.equal([0, '']);
    expect(said.out)
      .to.match(/2026/)
      .and.to.match(/0,00|нет расхождений|сходится/i);
  });

  it('reconcile finds an invoice that is not here, down to its number, and ends with 2', async () => {
    const { desk, key } = await linked();
    const row = invoice(desk.fake, { Контрагент_Key: key, Posted: true, Date: '2026-02-24T18:00:00' });
    const said = await desk.say('reconcile');
    expect(said.code).to.equal(2);
    expect(said.out).to.include(String(row['Number']).trim());
  });

  it('reconcile calls what the register of states says as people do, on the screen and in the file', async () => {
    const { desk, key } = await linked();
    const [bill] = desk.fake.list(invoices);
    payment(desk.fake, key, contract(desk.fake, key), [[2500.55, String(bill?.['Ref_Key'])]]);
    const said = await desk.say('reconcile', 'ru');
    expect(said.out).to.match(/регистр статусов .* не оплачен +оплачен\n/);
    const file = join(desk.folder, 'сверка.csv');
    await desk.say(['reconcile', '--csv', file], 'ru');
    expect(readFileSync(file, 'utf8')).to.match(/регистр статусов;.*;не оплачен;оплачен\n/);
  });

  it('reconcile sets the debts of both sides against each other, and says that what is only there may wait', async () => {
    const desk = await open();
    const key = customer(desk.fake);
    shipment(desk.fake, key, contract(desk.fake, key), 700.5);
    await desk.say('sync --once');
    invoice(desk.fake, { Контрагент_Key: key, Posted: true, Date: '2026-02-24T18:00:00' });
    const said = await desk.say('reconcile', 'ru');
    expect(said.out).to.match(/долг здесь +долг там +разница\n +Ромашка ООО +RUB +700,50 +700,50 +0,00\n/);
    expect(said.out).to.include('Что только там, может ждать ответа');
    const file = join(desk.folder, 'сверка.csv');
    await desk.say(['reconcile', '--csv', file], 'ru');
    expect(readFileSync(file, 'utf8')).to.include('Долг здесь;Долг там\nРомашка ООО;Василёк ООО;RUB;700,5;700,5');
    const audit = openAudit({ file: join(desk.folder, 'data', 'audit.db'), world: { now: () => new Date() } });
    const left = (await audit.rows({})).filter((row) => row.what === 'export:rows').at(-1);
    await audit.close();
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    const heads = lines.filter((one) => /Организация/.test(one)).length + lines.filter((one) => one === '').length;
    expect(left?.value).to.deep.equal({ rows: lines.length - heads });
  });

  it('reconcile writes a table Russian Excel opens', async () => {
    const { desk } = await linked();
    const file = join(desk.folder, 'сверка.csv');
    await desk.say(['reconcile', '--csv', file], 'ru');
    const bytes = readFileSync(file);
    expect([...bytes.subarray(0, 3)]).to.deep.equal([0xef, 0xbb, 0xbf]);
    expect(bytes.toString('utf8'))
      .to.match(/^\uFEFFОрганизация;Месяц;Контрагент;/)
      .and.to.include('2500,55');
  });

  it('reconcile writes a name that looks like a formula as text', async () => {
    const desk = await open();
    const key = customer(desk.fake, { Description: '=HYPERLINK("http://evil.example";"x")' });
    invoice(desk.fake, { Контрагент_Key: key, Posted: true, Товары: [line(10)] });
    await desk.say('sync --once');
    const file = join(desk.folder, 'сверка.csv');
    await desk.say(['reconcile', '--csv', file]);
    expect(readFileSync(file, 'utf8'))
      .to.match(/;"'=HYPERLINK/)
      .and.not.match(/[;\n"]=/);
  });

  it('doctor writes nothing anywhere and gives every finding its cure', async () => {
    const { desk } = await linked();
    desk.fake.log.length = 0;
    const said = await desk.say('doctor', 'ru');
    expect(said.code).to.equal(0);
    expect(desk.fake.log.every((r) => r.method === 'GET')).to.equal(true);
    expect(said.out.length).to.be.above(100);
  });

  it('doctor says once that a base is down, whatever it is asked', async () => {
    const { desk } = await linked();
    const file = join(desk.folder, 'sidebook.config.jsonc');
    const config = JSON.parse(readFileSync(file, 'utf8')) as { hosts: { buh: { url: string } } };
    const { url } = config.hosts.buh;
    const ed = { kind: 'enterprisedata', url: url.replace(/odata.*/, 'ws/'), user: 'Sidebook', password: { env: 'PASSWORD' }, peerCode: 'СБ' };
    writeFileSync(file, JSON.stringify({ ...config, hosts: { ...config.hosts, ed } }));
    await desk.fake.close();
    const said = await desk.say('doctor', 'ru');
    expect([said.code, said.out.match(/Нет связи с \w+/g)]).to.deep.equal([1, ['Нет связи с buh', 'Нет связи с ed']]);
  }); // prettier-ignore

  it('doctor finds a clock that is hours off, with its cure', async () => {
    const desk = await open({ now: () => new Date(2026, 1, 24, 15) });
    const said = await desk.say('doctor', 'ru');
    expect([said.code, said.out]).to.satisfy(
      ([code, out]: [number, string]) => code === 1 && /расходятся на 180 минут/.test(out),
    );
    expect(said.out).to.include('по серверу времени');
  });

  it('mappings check is clean on a base of its profile', async () => {
    const { desk } = await linked();
    expect((await desk.say('mappings check')).code).to.equal(0);
  });

  it('mappings check says each cure once, a column by its table, and of a file that is no $metadata just that', async () => {
    const { desk } = await linked();
    const metadata = join(desk.folder, 'metadata.xml');
    const set = (name: string, type: string): string => `<EntitySet Name="${name}" EntityType="StandardODATA.${type}"/>`;
    const party = '<EntityType Name="Catalog_Контрагенты"><Property Name="Ref_Key" Type="Edm.Guid"/></EntityType>';
    writeFileSync(metadata, `<?xml version="1.0"?><edmx:Edmx><edmx:DataServices><Schema Namespace="StandardODATA">${party}<EntityContainer>${set('Catalog_Контрагенты', 'Catalog_Контрагенты')}</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>`); // prettier-ignore
    const said = await desk.say(['mappings', 'check', '--metadata', metadata, '--profile', 'bp30'], 'ru');
    expect([said.code, said.out.match(/Добавьте названное в состав/g)?.length]).to.deep.equal([1, 1]);
    expect(said.out).to.include('Catalog_Контрагенты.КонтактнаяИнформация.LineNumber нет');
    writeFileSync(metadata, '<?xml version="1.0"?><КоммерческаяИнформация><Документ/></КоммерческаяИнформация>');
    const none = await desk.say(['mappings', 'check', '--metadata', metadata, '--profile', 'bp30'], 'ru');
    expect([none.code, none.out, none.err.includes('это не $metadata базы 1С')]).to.deep.equal([1, '', true]);
    expect((await desk.say('mappings preview nonsense')).err).to.match(/It takes: .*counterparty/);
  });

  it('mappings preview shows one object both ways', async () => {
    const { desk } = await linked();
    const said = await desk.say('mappings preview counterparty', 'ru');
    expect(said.code).to.equal(0);
    expect(said.out).to.include('Василёк').and.to.include('Description');
    expect(writesIn(desk.fake.log)).to.deep.equal([]);
  });

  it('pause leaves a base alone and resume goes on', async () => {
    const { desk, key } = await linked();
    await desk.say('pause buh');
    desk.fake.edit(parties, key, { Комментарий: 'их' });
    desk.fake.log.length = 0;
    desk.clock.pass(20);
    await desk.say('sync --once');
    expect(desk.fake.log).to.deep.equal([]);
    await desk.say('resume buh');
    await desk.say('sync --once');
    expect((await desk.say(['counterparty', 'show', 'Василёк ООО'])).out).to.include('их');
  });

  it('write needs the name of a person', async () => {
    const { desk } = await linked();
    const said = await desk.say('write on');
    expect([said.code, said.err.includes('--by')]).to.deep.equal([1, true]);
    await desk.say(['counterparty', 'set', 'Василёк ООО', 'comment=x']);
    await desk.say('sync --once');
    expect(writesIn(desk.fake.log)).to.deep.equal([]);
  });

  it('issues an invoice that gets its number from 1C', async () => {
    const { desk } = await linked();
    await desk.on();
    const issued = await desk.say(['invoice', 'issue', 'Василёк ООО', 'Услуги × 2 × 1500 × 20', '--organisation', 'Ромашка ООО']);
    expect([issued.code, issued.err]).to.deep.equal([0, '']);
    await desk.say('sync --once');
    const made = desk.fake.list(invoices).find((r) => r['СуммаДокумента'] === 3000);
    expect((await desk.say('invoice list')).out).to.include(String(made?.['Number']).trim());
  });

  it('a number two years have is answered with both invoices, never with "there is none"; blanks nobody sees make no difference', async () => {
    const desk = await open();
    const key = customer(desk.fake, { Description: 'Василёк ООО' });
    for (const Date of ['2026-02-24T10:00:00', '2025-02-24T10:00:00'])
      invoice(desk.fake, { Контрагент_Key: key, Number: 'РМ00-000001', Date, Posted: true, Товары: [line(50)] });
    customer(desk.fake, { Description: 'ООО\u00a0Ромб ', ИНН: '5024109060', КПП: '502401001' });
    await desk.say('sync --once');
    const number = 'РМ00-000001';
    const said = await desk.say(['invoice', 'show', number], 'ru');
    expect([said.code, said.err.split('\n')[0]]).to.deep.equal([1, `«${number}» - это несколько записей:`]);
    const several = said.err.split('\n').filter((l) => /^\s+[0-9a-f]{12} /.test(l));
    expect(several.map((l) => l.trim().slice(14))).to.have.members([`${number} от 24.02.2026 · Василёк ООО`, `${number} от 24.02.2025 · Василёк ООО`]); // prettier-ignore
    const [of2025 = ''] = several.filter((l) => l.includes('2025')).map((l) => l.trim().slice(0, 12));
    const one = await desk.say(['invoice', 'show', of2025], 'ru');
    expect([one.code, one.out.includes('50,00')]).to.deep.equal([0, true]);
    expect((await desk.say(['counterparty', 'show', 'ООО Ромб'])).code).to.equal(0);
  });

  it('an invoice issued at the command line keeps its text with an x in it, and no rate of VAT is guessed', async () => {
    const { desk } = await linked();
    await desk.on();
    const issue = (line: string) => desk.say(['invoice', 'issue', 'Василёк ООО', line, '--organisation', 'Ромашка ООО'], 'ru');
    expect((await issue('Кабель 3 x 2,5 × 10 × 5,01 × 20')).err).to.equal('');
    await desk.say('sync --once');
    const { out } = await desk.say(['invoice', 'show', String(desk.fake.list(invoices).find((r) => r['СуммаДокумента'] === 50.1)?.['Number']).trim()], 'ru'); // prettier-ignore
    expect(out).to.match(/Кабель 3 x 2,5 +10 +5,01 +50,10 +20 %/);
    expect((await issue('Настройка х 2 х 1500 х 20')).err).to.equal(''); // the letter of a Russian keyboard
    const guessed = await issue('Услуги × 2 × 1500');
    expect([guessed.code, guessed.err.split('\n')[0], guessed.err.includes('22')]).to.deep.equal([
      1,
      '«Услуги × 2 × 1500» - не строка счёта.',
      true,
    ]);
  });

  it('whose invoice it is, is not guessed between two organisations of one ИНН', async () => {
    const desk = await open();
    customer(desk.fake, { Description: 'Василёк ООО' });
    const head = desk.fake.list('Catalog_Организации').find((r) => r['Description'] === 'Ромашка ООО');
    desk.fake.create('Catalog_Организации', { Description: 'Ромашка Тверь', НаименованиеПолное: 'Филиал', ИНН: head?.['ИНН'] ?? null, КПП: '690101001' });
    await desk.say('sync --once');
    const said = await desk.say(['invoice', 'issue', 'Василёк ООО', 'Услуги × 2 × 1500 × 20', '--organisation', String(head?.['ИНН'])], 'ru');
    expect([said.code, said.err.includes('Ромашка Тверь'), said.err.includes('Ромашка ООО')]).to.deep.equal([1, true, true]);
  }); // prettier-ignore

  it('invoices tell what was paid in another currency beside what is paid', async () => {
    const desk = await open();
    const key = customer(desk.fake, { Description: 'Василёк ООО' });
    const bill = invoice(desk.fake, { Контрагент_Key: key, Товары: [line(2500)] });
    payment(desk.fake, key, contract(desk.fake, key), [[40, keyOf(bill)]], { ВалютаДокумента_Key: currencyOf(desk.fake, 'EUR') });
    await desk.say('sync --once');
    for (const command of [['list'], ['show', String(bill['Number']).trim()]])
      expect((await desk.say(['invoice', ...command], 'ru')).out.replaceAll('\u00a0', ' ')).to.include(
        'не оплачен, кроме того оплачено 40,00 EUR, не учтено: другая валюта',
      );
  });

  it('match asks about a near name and links what a person chose', async () => {
    const { desk } = await linked();
    await desk.say(['counterparty', 'add', 'name=Лютик']);
    const key = party(desk.fake, { Description: 'Лютик ООО', ИНН: '', КПП: '' });
    desk.clock.pass(20);
    await desk.say('sync --once');
    const asked = await desk.say('match', 'ru');
    expect(asked.out).to.include('Лютик ООО');
    const [problem = ''] = /^\s*(\d+)/m.exec(asked.out) ?? [];
    expect((await desk.say(`match ${problem.trim()} later`, 'ru')).out).to.include('Отложено до завтра');
    expect((await desk.say(`match ${problem.trim()} now`)).out).to.include('It waits again');
    const record = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(asked.out)?.[0] ?? '';
    expect((await desk.say(['match', problem.trim(), record])).code).to.equal(0);
    await desk.say('sync --once');
    expect((await desk.say('counterparty list Лютик')).out.match(/Лютик/g)).to.have.length(1);
    expect(desk.fake.list(parties).filter((r) => r['Ref_Key'] === key)).to.have.length(1);
  });

  it('an answer that made a company is not taken back once a note tells of that company', async () => {
    const { desk } = await linked();
    await desk.say(['counterparty', 'add', 'name=Лютик']);
    party(desk.fake, { Description: 'Лютик ООО', ИНН: '', КПП: '' });
    desk.clock.pass(20);
    await desk.say('sync --once');
    const [problem = ''] = /\d+/.exec((await desk.say('problems list')).out) ?? [];
    expect((await desk.say(`match ${problem} new`)).code).to.equal(0);
    await desk.say('sync --once');
    const made = /([0-9a-f]{12})\s+Лютик ООО/.exec((await desk.say('counterparty list Лютик')).out)?.[1] ?? '';
    expect((await desk.say(['notes', 'add', 'Обещали ответить', '--about', made])).code).to.equal(0);
    expect((await desk.say(['notes', 'list', '--about', 'Лютик ООО'])).out).to.include('Обещали ответить');
    expect((await desk.say(['notes', 'add', 'Никому', '--about', 'нет такой'], 'ru')).code).not.to.equal(0);
    const undone = await desk.say(`problems undo ${problem}`, 'ru');
    expect([undone.code, undone.err]).to.satisfy(
      ([code, err]: [number, string]) => code !== 0 && err.includes('на нём уже что-то держится: счёт, заметка'),
    );
    expect((await desk.say('counterparty list Лютик')).out).to.include(made);
  });
});
