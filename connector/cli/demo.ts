/** Things to try while the demo runs. The fake base is reached over HTTP only, as an accountant's own screen would be. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { request } from 'undici';
import type { SharedRecord } from '../model.ts';
import type { Sidebook } from '../main.ts';
import { textOf } from '../fields.ts';
import { SidebookError } from '../errors.ts';
import { editRecord } from '../sync/edit.ts';
import { money } from '../words/format.ts';
import { issueTo } from '../issue.ts';
import { actorOf, t, withSidebook, type Io } from './io.ts';

export const DEMO_FOLDER = join('data', 'demo');
export const FAKE_FILE = 'fake-1c.json';
export const HOST = 'buh';

export type Play = 'change' | 'invoice' | 'conflict' | 'payment';

export async function play(io: Io, what: Play): Promise<void> {
  await withSidebook(io, async (sidebook) => {
    await sidebook.attach(HOST);
    io.out(`${await playIn(io, sidebook, what)}\n`);
  });
}

export function playIn(io: Io, sidebook: Sidebook, what: Play): Promise<string> {
  switch (what) {
    case 'change':
      return change(io, sidebook);
    case 'invoice':
      return invoice(io, sidebook);
    case 'conflict':
      return conflict(io, sidebook);
    case 'payment':
      return payment(io, sidebook);
  }
}

/** An operation of the fake's control endpoint: what a person does in 1C. */
async function there(io: Io, operation: string, ...args: readonly unknown[]): Promise<unknown> {
  const { control } = JSON.parse(readFileSync(join(io.cwd, DEMO_FOLDER, FAKE_FILE), 'utf8')) as { control: string };
  const answer = await request(control + operation, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(args),
  });
  const body = (await answer.body.json()) as { ok: boolean; result?: unknown; error?: string };
  if (!body.ok) throw new SidebookError('host-refused', { host: HOST, sentence: body.error ?? '' });
  return body.result;
}

interface Pair {
  readonly record: SharedRecord;
  readonly hostId: string;
}

/** Some record of a kind that stands for an object there. */
async function some(sidebook: Sidebook, entity: 'counterparty' | 'invoice', fits: (r: SharedRecord) => boolean): Promise<Pair> {
  const links = await sidebook.store.queries.hostIdsOf(HOST, entity, 0, 5000);
  const start = Math.floor(sidebook.world.random() * links.length);
  for (let i = 0; i < links.length; i++) {
    const link = links[(start + i) % links.length];
    const record = link ? await sidebook.store.read((r) => r.record(link.record)) : null;
    if (link && record && fits(record)) return { record, hostId: link.hostId };
  }
  throw new SidebookError('record-unknown', { id: entity });
}

const isParty = (r: SharedRecord): boolean => r.fields['deletionMark'] !== true && textOf(r.fields, 'taxId') !== '';
const stamp = (sidebook: Sidebook): string => sidebook.world.now().toISOString().slice(11, 19);

async function change(io: Io, sidebook: Sidebook): Promise<string> {
  const { record, hostId } = await some(sidebook, 'counterparty', isParty);
  const text = t(io, `checked ${stamp(sidebook)}`, `проверен ${stamp(sidebook)}`);
  await there(io, 'edit', 'Catalog_Контрагенты', hostId, { Комментарий: text });
  return t(
    io,
    `In 1C the accountant wrote a comment on «${textOf(record.fields, 'name')}»: ${text}. Watch it arrive.`,
    `В 1С бухгалтер записал комментарий у «${textOf(record.fields, 'name')}»: ${text}. Сейчас он придёт сюда.`,
  );
}

async function invoice(io: Io, sidebook: Sidebook): Promise<string> {
  const { record } = await some(sidebook, 'counterparty', isParty);
  const line = { text: t(io, 'Consulting', 'Консультационные услуги'), quantity: '2', price: '1500', vatRate: '20' };
  const issued = await issueTo(sidebook, record, [line], { by: actorOf(io) });
  return t(
    io,
    `Issued here to «${textOf(record.fields, 'name')}»: ${money(io.lang, textOf(issued.fields, 'total'), 'RUB')}. Watch 1C give it a number.`,
    `Выставлен здесь для «${textOf(record.fields, 'name')}»: ${money(io.lang, textOf(issued.fields, 'total'), 'RUB')}. Сейчас 1С даст ему номер.`,
  );
}

async function conflict(io: Io, sidebook: Sidebook): Promise<string> {
  const { record, hostId } = await some(sidebook, 'counterparty', isParty);
  const [ours, theirs] = [
    t(io, 'call after 14:00', 'звонить после 14:00'),
    t(io, 'do not call on Mondays', 'не звонить по понедельникам'),
  ];
  await editRecord(sidebook.engine, { id: record.id, changes: { comment: `${ours} (${stamp(sidebook)})` }, by: actorOf(io) });
  await there(io, 'edit', 'Catalog_Контрагенты', hostId, { Комментарий: `${theirs} (${stamp(sidebook)})` });
  return t(
    io,
    `Both sides changed the comment of «${textOf(record.fields, 'name')}». It will be asked: sidebook problems`,
    `Комментарий «${textOf(record.fields, 'name')}» изменили с обеих сторон. Будет задан вопрос: sidebook problems`,
  );
}

type Row = Record<string, unknown>;

async function payment(io: Io, sidebook: Sidebook): Promise<string> {
  const unpaid = new Set(
    (await sidebook.store.queries.invoices({ unpaidOnly: true }, 500)).filter((r) => r.posted && r.paid === '0').map((r) => r.id),
  );
  const { record, hostId } = await some(sidebook, 'invoice', (r) => unpaid.has(r.id));
  const there1c = (await there(io, 'get', 'Document_СчетНаОплатуПокупателю', hostId)) as Row;
  const made = (await there(
    io,
    'create',
    'Document_ПоступлениеНаРасчетныйСчет',
    paymentOf(there1c, hostId, sidebook.world.now()),
  )) as Row;
  await there(io, 'post', 'Document_ПоступлениеНаРасчетныйСчет', made['Ref_Key']);
  return t(
    io,
    `In 1C invoice ${textOf(record.fields, 'number')} was paid: ${money(io.lang, textOf(record.fields, 'total'))}. Watch its state.`,
    `В 1С счёт ${textOf(record.fields, 'number')} оплачен: ${money(io.lang, textOf(record.fields, 'total'))}. Сейчас изменится его состояние.`,
  );
}

function paymentOf(invoice: Row, hostId: string, now: Date): Row {
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
  return {
    Date: local, ВидОперации: 'ОплатаПокупателя', Организация_Key: invoice['Организация_Key'], Контрагент: invoice['Контрагент_Key'], Контрагент_Type: 'StandardODATA.Catalog_Контрагенты',
    ДоговорКонтрагента_Key: invoice['ДоговорКонтрагента_Key'], ВалютаДокумента_Key: invoice['ВалютаДокумента_Key'], СуммаДокумента: invoice['СуммаДокумента'],
    РасшифровкаПлатежа: [{ LineNumber: '1', ДоговорКонтрагента_Key: invoice['ДоговорКонтрагента_Key'], СуммаПлатежа: invoice['СуммаДокумента'], СчетНаОплату_Key: hostId, СпособПогашенияЗадолженности: 'Автоматически' }],
  }; // prettier-ignore
}
