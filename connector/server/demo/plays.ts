/** Things that happen in a demo, on either side: with a counterparty somebody looks at, or with any. */
import type { Lang } from '../../errors.ts';
import { SidebookError } from '../../errors.ts';
import { textOf } from '../../fields.ts';
import { issueTo } from '../../issue.ts';
import type { Sidebook } from '../../main.ts';
import type { HostId, SharedRecord } from '../../model.ts';
import { editRecord } from '../../sync/edit.ts';
import { money } from '../../words/format.ts';
import { t } from '../../words/lang.ts';
import { HOST, INVOICES, isParty, PARTIES, PAYMENTS, shown, type Books, type Row } from './books.ts';
import { BILLS, type Play } from './contract.ts';

export interface Stage {
  readonly sidebook: Sidebook;
  readonly books: Books;
  readonly lang: Lang;
  /** Who does what is done on our side. */
  readonly by: string;
  /** Key in the books of the counterparty it happens to; null = any. */
  readonly party: string | null;
  /** Of the invoice that is paid; null = any of theirs. */
  readonly invoice: string | null;
}

/** What happened, in a sentence. @throws SidebookError never-read: while the first load runs, half of what it happens to may not be there */
export async function playOn(stage: Stage, what: Play): Promise<string> {
  await mustBeRead(stage.sidebook, HOST);
  return ACTS[what](stage);
}

/** @throws SidebookError never-read */
export async function mustBeRead({ store }: Sidebook, host: HostId): Promise<void> {
  const row = (await store.read((r) => r.hosts())).find((h) => h.id === host);
  if (!row || row.lastSuccessAt === null) throw new SidebookError('never-read', { host });
}

const ACTS: Readonly<Record<Play, (stage: Stage) => Promise<string>>> = { change, invoice, conflict, payment };

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

/** The record that stands for an object of the books. */
export async function recordAt(
  sidebook: Sidebook,
  entity: 'counterparty' | 'invoice',
  hostId: string,
): Promise<SharedRecord | null> {
  const found = await sidebook.store.read((r) => r.recordsAt(HOST, entity, [hostId]));
  const id = found.get(hostId);
  return id === undefined ? null : sidebook.store.read((r) => r.record(id));
}

async function partyOf({ sidebook, party }: Stage): Promise<Pair> {
  if (party === null) return some(sidebook, 'counterparty', (r) => isParty(r.fields));
  const record = await recordAt(sidebook, 'counterparty', party);
  if (!record) throw new SidebookError('record-unknown', { id: party });
  return { record, hostId: party };
}

/** A web service is looked through every two minutes; the exchange plan of a base tells with every cycle. */
const soon = ({ sidebook }: Stage, now: string, later: string): string => (sidebook.config.hosts[HOST]?.kind === 'onec-soap' ? later : now); // prettier-ignore

const stamp = ({ sidebook }: Stage): string => sidebook.world.now().toISOString().slice(11, 19);
const nameOf = ({ fields }: SharedRecord): string => textOf(fields, 'name');

async function change(stage: Stage): Promise<string> {
  const { record, hostId } = await partyOf(stage);
  const text = t(stage, `Pays only after a reminder (${stamp(stage)})`, `Платит только после напоминания (${stamp(stage)})`);
  await stage.books('edit', PARTIES, hostId, { Комментарий: text });
  return t(
    stage,
    `In 1C the accountant wrote a comment on «${nameOf(record)}»: ${text}. ${soon(stage, 'Watch it arrive', 'It arrives within two minutes')}.`,
    `В 1С бухгалтер записал комментарий у «${nameOf(record)}»: ${text}. ${soon(stage, 'Сейчас он придёт сюда', 'Он придёт сюда в течение двух минут')}.`,
  );
}

async function invoice(stage: Stage): Promise<string> {
  const { record } = await partyOf(stage);
  const line = { text: t(stage, 'Consulting', 'Консультационные услуги'), quantity: '2', price: '1500', vatRate: '20' };
  const { fields } = await issueTo(stage.sidebook, record, [line], { by: stage.by, ...(await lastFrom(stage, record)) });
  const total = money(stage.lang, textOf(fields, 'total'), 'RUB');
  return t(
    stage,
    `Issued here to «${nameOf(record)}»: ${total}. Watch 1C give it a number.`,
    `Выставлен здесь для «${nameOf(record)}»: ${total}. Сейчас 1С даст ему номер.`,
  );
}

/** From whom they were invoiced last: the books have two organisations, and an invoice is not issued from a guessed one. */
async function lastFrom({ sidebook: { store } }: Stage, party: SharedRecord): Promise<{ organisation?: string }> {
  const [last] = await store.queries.invoices({ counterparty: party.id }, 1);
  const invoice = last ? await store.read((r) => r.record(last.id)) : null;
  const [any] = await store.read((r) => r.recordsOf('organisation', null, 1));
  const known = invoice === null ? '' : textOf(invoice.fields, 'organisation');
  const organisation = known === '' ? any?.id : known;
  return organisation === undefined ? {} : { organisation };
}

async function conflict(stage: Stage): Promise<string> {
  const { record, hostId } = await partyOf(stage);
  const [ours, theirs] = [
    t(stage, 'call after 14:00', 'звонить после 14:00'),
    t(stage, 'do not call on Mondays', 'не звонить по понедельникам'),
  ];
  const edit = { id: record.id, changes: { comment: `${ours} (${stamp(stage)})` }, by: stage.by };
  // At once: a cycle that runs between the two would carry the first over, and nothing would be left to ask.
  await Promise.all([
    editRecord(stage.sidebook.engine, edit),
    stage.books('edit', PARTIES, hostId, { Комментарий: `${theirs} (${stamp(stage)})` }),
  ]);
  return t(
    stage,
    `Both sides changed the comment of «${nameOf(record)}». A person will be asked which is right.`,
    `Комментарий «${nameOf(record)}» изменили с обеих сторон. Что верно, решит человек.`,
  );
}

async function payment(stage: Stage): Promise<string> {
  const { record, hostId } = await unpaid(stage);
  if (record.fields['posted'] !== true) await stage.books('post', INVOICES, hostId);
  const there = await stage.books('get', INVOICES, hostId);
  const made = await stage.books('create', PAYMENTS, paymentOf(there, hostId, stage.sidebook.world.now()));
  await stage.books('post', PAYMENTS, shown(made, 'Ref_Key'));
  const [number, total] = [textOf(record.fields, 'number'), money(stage.lang, textOf(record.fields, 'total'))];
  return t(
    stage,
    `In 1C invoice ${number} was paid: ${total}. ${soon(stage, 'Watch its state', 'Its state follows within two minutes')}.`,
    `В 1С счёт ${number} оплачен: ${total}. ${soon(stage, 'Сейчас изменится его состояние', 'Его состояние изменится в течение двух минут')}.`,
  );
}

/** The invoice named, the oldest one of the counterparty, or any: of which nothing has been paid yet. */
async function unpaid(stage: Stage): Promise<Pair> {
  const { sidebook, party, invoice: named } = stage;
  if (named !== null) {
    const record = await recordAt(sidebook, 'invoice', named);
    if (record) return { record, hostId: named };
  }
  if (party !== null) return oldest(stage);
  const sold = await soldElsewhere(stage);
  if (sold) return sold;
  const rows = await sidebook.store.queries.invoices({ unpaidOnly: true }, 500);
  const ids = new Set(rows.filter((r) => r.posted && r.paid === '0').map((r) => r.id));
  return some(sidebook, 'invoice', (r) => ids.has(r.id));
}

/** What sales issued in another host than the books is paid first there is: its state is seen coming back. */
async function soldElsewhere({ sidebook: { store, config } }: Stage): Promise<Pair | null> {
  if (Object.keys(config.hosts).length < 2) return null;
  for (const { id, paid } of await store.queries.invoices({ unpaidOnly: true }, 100)) {
    const links = await store.read((r) => r.linksOf(id));
    const hostId = links.find((l) => l.host === HOST)?.hostId;
    const record = hostId && paid === '0' && links.some((l) => l.host !== HOST && l.hostId !== null) ? await store.read((r) => r.record(id)) : null; // prettier-ignore
    if (record && hostId) return { record, hostId };
  }
  return null;
}

/** What a customer pays first, of what the form shows where it shows something unpaid: so that one sees it happen. */
async function oldest(stage: Stage): Promise<Pair> {
  const { store } = stage.sidebook;
  const { record: payer } = await partyOf(stage);
  const rows = await store.queries.invoices({ unpaidOnly: true, counterparty: payer.id }, 500);
  const seen = new Set((await store.queries.invoices({ counterparty: payer.id }, BILLS)).map((r) => r.id));
  const old = rows.filter((r) => r.paid === '0').map((r) => r.id).reverse(); // prettier-ignore
  const ids = [...old.filter((id) => seen.has(id)), ...old.filter((id) => !seen.has(id))];
  const keys = await store.read((r) => r.hostIdsOf(HOST, 'invoice', ids));
  const id = ids.find((one) => keys.has(one));
  const record = id === undefined ? null : await store.read((r) => r.record(id));
  if (!record) throw new SidebookError('nothing-unpaid', { name: nameOf(payer) });
  return { record, hostId: keys.get(record.id) ?? '' };
}

function paymentOf(bill: Row, hostId: string, now: Date): Row {
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
  return {
    Date: local, ВидОперации: 'ОплатаПокупателя', Организация_Key: bill['Организация_Key'], Контрагент: bill['Контрагент_Key'], Контрагент_Type: 'StandardODATA.Catalog_Контрагенты',
    ДоговорКонтрагента_Key: bill['ДоговорКонтрагента_Key'], ВалютаДокумента_Key: bill['ВалютаДокумента_Key'], СуммаДокумента: bill['СуммаДокумента'],
    РасшифровкаПлатежа: [{ LineNumber: '1', ДоговорКонтрагента_Key: bill['ДоговорКонтрагента_Key'], СуммаПлатежа: bill['СуммаДокумента'], СчетНаОплату_Key: hostId, СпособПогашенияЗадолженности: 'Автоматически' }],
  }; // prettier-ignore
}
