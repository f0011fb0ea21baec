/** Counterparties and invoices on the command line: look, add, change, issue. What the books forbid is said with the reason. */
import { parseAmount, parseFields, Unreadable } from '../words/field-args.ts';
import { label, textOf, VAT_RATES } from '../fields.ts';
import type { LineInput } from '../invoice.ts';
import { issueTo, type IssueOptions } from '../issue.ts';
import { SidebookError } from '../errors.ts';
import { HostError } from '../hosts/host.ts';
import type { SharedRecord } from '../model.ts';
import type { Sidebook } from '../main.ts';
import type { InvoiceListRow } from '../store/queries.ts';
import { linesOf } from '../store/projections.ts';
import { tellersIn, untoldAmong } from '../payments-told.ts';
import { addRecord, editRecord, EditRefused, promote } from '../sync/edit.ts';
import { switchesOf } from '../sync/engine.ts';
import { redirectOf } from '../sync/merged.ts';
import { titleOf } from '../sync/plan.ts';
import { changesText } from '../words/changes.ts';
import { date, fieldValue, money, moment, price, quantity, titleIn } from '../words/format.ts';
import { find } from './find.ts';
import { table } from './table.ts';
import { actorOf, t, todayAt, withSidebook, type Io } from './io.ts';
import { Names, shortId } from '../words/names.ts';
import { paidOf } from '../words/paid.ts';

export async function listParties(io: Io, search: string | undefined, limit: number): Promise<void> {
  await withSidebook(io, async (sidebook) => {
    const rows = await sidebook.store.queries.parties(search ?? null, limit);
    const flag = (r: (typeof rows)[number]): string =>
      r.deletionMark ? t(io, 'marked', 'помечен') : r.stage === 'prospect' ? t(io, 'prospect', 'потенциальный') : '';
    io.out(
      `${table(
        rows.map((r) => [shortId(r.id), r.name ?? '', r.taxId ?? '', r.branchCode ?? '', flag(r)]),
        { indent: '  ' },
      )}\n`,
    );
  });
}

/** The id of the counterparty meant, as `find` takes it; null where none is named. Whoever is not there is refused, so nothing is written of nobody. */
export const partyOf = async (io: Io, text: string | undefined): Promise<string | null> =>
  text === undefined ? null : withSidebook(io, async (sidebook) => (await find(io, sidebook, 'counterparty', text)).id);

export async function showParty(io: Io, id: string): Promise<void> {
  await withSidebook(io, async (sidebook) => {
    const record = await find(io, sidebook, 'counterparty', id);
    const names = new Names(sidebook, io.lang);
    await showFields(io, sidebook, record, names);
    const balances = await sidebook.store.queries.balancesOf(record.id);
    await names.learn(balances.flatMap((b) => [b.currency, b.organisation]));
    for (const b of balances) {
      const read = await sidebook.store.read((r) => r.cursor(b.host, 'walk:balance'));
      const at = read?.lastCompleteAt ? moment(io.lang, read.lastCompleteAt) : '—';
      const sums = `${t(io, 'debt', 'долг')} ${money(io.lang, b.debt, names.of(b.currency))}, ${t(io, 'advance', 'аванс')} ${money(io.lang, b.advance)}, ${t(io, 'overdue', 'просрочено')} ${money(io.lang, b.overdue)}`;
      io.out(`  ${names.of(b.organisation)}: ${sums} (${b.host}, ${at})\n`);
    }
    if (balances.length === 0)
      io.out(
        `  ${t(io, 'Debt: — (the host shows none, or its settlements are not published)', 'Долг: — (в базе нет или расчёты не опубликованы)')}\n`,
      );
  });
}

async function showFields(io: Io, sidebook: Sidebook, record: SharedRecord, names: Names): Promise<void> {
  await names.learn(Object.values(record.fields).map((v) => (typeof v === 'string' ? v : null)));
  const rows = Object.entries(record.fields).filter(([f, v]) => v !== null && f !== 'lines').map(([f, v]) => [label(record.entity, f, io.lang), fieldValue(io.lang, record.entity, f, v, names.of)]); // prettier-ignore
  io.out(
    `${titleIn(io.lang, record.entity, titleOf(record.entity, record.fields))}  ${record.id} (${t(io, 'revision', 'ревизия')} ${String(record.rev)})\n${table(rows, { indent: '  ' })}\n`,
  );
  for (const link of await sidebook.store.read((r) => r.linksOf(record.id))) {
    const state =
      link.aliasOf !== null
        ? t(io, 'a second object there, only read', 'второй объект там, только читается')
        : redirectOf(link) !== null
          ? t(io, 'stands behind another object there', 'там стоит за другим объектом')
          : link.hostId === null
            ? `${t(io, 'not there yet', 'там ещё нет')}, ${await waitsText(io, sidebook, link.host)}`
            : link.goneAt !== null
              ? t(io, 'gone there', 'там удалён')
              : !link.inScope
                ? t(io, 'outside of what is exchanged: changes do not cross', 'вне обмена: изменения не передаются')
                : link.dirty
                  ? t(io, 'waits for the next cycle', 'ждёт следующего цикла')
                  : t(io, 'in step', 'совпадает');
    io.out(`  ${link.host}: ${state}\n`);
  }
}

/** Why a change of ours is not there yet. */
async function waitsText(io: Io, sidebook: Sidebook, host: string): Promise<string> {
  const { why } = await switchesOf(sidebook.engine, host);
  if (why === 'paused') return t(io, 'waits: paused', 'ждёт: приостановлен');
  return why === null
    ? t(io, 'waits for the next cycle', 'ждёт следующего цикла')
    : t(io, 'waits: nothing is written there now', 'ждёт: туда сейчас ничего не пишется');
}

export async function addParty(io: Io, args: readonly string[]): Promise<void> {
  await withSidebook(io, async (sidebook) => {
    const record = await addRecord(sidebook.engine, 'counterparty', parseFields('counterparty', args), actorOf(io));
    io.out(
      `${record.id}\n${t(io, 'A prospect: it is in no host until it is promoted or its first invoice is issued.', 'Потенциальный: ни в одной базе, пока не переведён или не выставлен первый счёт.')}\n`,
    );
  });
}

export async function promoteParty(io: Io, id: string): Promise<void> {
  await withAttached(io, async (sidebook) => {
    await promote(sidebook.engine, (await find(io, sidebook, 'counterparty', id)).id, actorOf(io));
    io.out(
      `${t(io, 'Live: the next cycle looks for it in the hosts and creates it where it is missing.', 'Действующий: следующий цикл поищет его в базах и создаст, где нет.')}\n`,
    );
  });
}

/** Edits need the mappings: which hosts a record goes to, and what belongs to the books. */
const withAttached = (io: Io, work: (s: Sidebook) => Promise<void>): Promise<void> =>
  withSidebook(io, async (sidebook) => {
    for (const host of sidebook.hostIds) await sidebook.attach(host).catch(unchanged);
    await work(sidebook);
  });

/** "Sidebook repeats it by itself" would be wrong here: nothing was stored that it could repeat. */
function unchanged(error: unknown): never {
  if (error instanceof HostError && error.kind === 'unavailable')
    throw new SidebookError('edit-host-away', { host: error.host }, error);
  throw error;
}

export async function setFields(
  io: Io,
  entity: 'counterparty' | 'invoice',
  id: string,
  args: readonly string[],
  options: { propose?: boolean },
): Promise<void> {
  await withAttached(io, async (sidebook) => {
    const record = await find(io, sidebook, entity, id);
    const changes = parseFields(entity, args);
    const next = await editRecord(sidebook.engine, {
      id: record.id,
      changes,
      by: actorOf(io),
      rev: record.rev,
      ...(options.propose ? { propose: true } : {}),
    });
    const kept = options.propose
      ? (await sidebook.store.read((r) => r.proposals(record.id))).filter((p) => p.state === 'open').length
      : 0;
    io.out(
      `${t(io, 'Revision', 'Ревизия')} ${String(next.rev)}${kept > 0 ? t(io, `; open proposals: ${String(kept)}`, `; открытых предложений: ${String(kept)}`) : ''}\n`,
    );
  });
}

export async function listInvoices(io: Io, search: string | undefined, limit: number, unpaidOnly: boolean): Promise<void> {
  await withSidebook(io, async (sidebook) => {
    const tellers = await tellersIn(sidebook);
    const rows = await sidebook.store.queries.invoices({ search: search ?? null, unpaidOnly, tellers }, limit);
    const untold = await untoldAmong(sidebook, rows, tellers);
    const names = new Names(sidebook, io.lang);
    await names.learn(rows.map((r) => r.currency));
    const besides = await besidesOf(io, sidebook, rows, names);
    const cells = rows.map((r) => [
      r.number ?? '—',
      date(io.lang, r.date),
      (r.counterpartyName ?? '').slice(0, 32),
      money(io.lang, r.total, names.of(r.currency)),
      [paidLabel(io, r, untold), ...(besides.get(r.id) ?? [])].join(', '),
      stateLabel(io, r),
    ]);
    io.out(`${table(cells, { right: [3], indent: '  ' })}\n`);
    if (unpaidOnly && tellers?.length === 0)
      io.out(`${t(io, 'No attached base tells of payments.', 'Ни одна подключённая база не сообщает об оплатах.')}\n`);
  });
}

/** Of each invoice: what came in a currency its sum does not count. */
async function besidesOf(io: Io, { store }: Sidebook, rows: readonly InvoiceListRow[], names: Names): Promise<ReadonlyMap<string, string[]>> {
  const paid = await store.views.paidOtherwise(rows.map((r) => r.id));
  await names.learn(paid.map((p) => p.currency));
  const said = new Map<string, string[]>();
  for (const { invoice, amount, currency } of paid) {
    const sum = money(io.lang, amount, names.of(currency));
    const text = t(io, `paid besides: ${sum}, not counted: another currency`, `кроме того оплачено ${sum}, не учтено: другая валюта`);
    said.set(invoice, [...(said.get(invoice) ?? []), text]);
  }
  return said;
} // prettier-ignore

function paidLabel(io: Io, r: InvoiceListRow, untold: ReadonlySet<string>): string {
  const state = paidOf(r, todayAt(io), !untold.has(r.id));
  const words = {
    unpaid: t(io, 'unpaid', 'не оплачен'),
    part: t(io, `paid ${money(io.lang, r.paid)}`, `оплачено ${money(io.lang, r.paid)}`),
    paid: t(io, `paid ${date(io.lang, r.paidAt)}`, `оплачен ${date(io.lang, r.paidAt)}`),
    overdue: t(io, 'overdue', 'просрочен'),
    reversed: t(io, 'payment taken back', 'оплата отменена'),
    untold: t(io, 'payment unknown', 'оплата неизвестна'),
  };
  return words[state];
}

const stateLabel = (io: Io, r: InvoiceListRow): string =>
  r.state === 'draft'
    ? t(io, 'draft', 'черновик')
    : r.state === 'cancelled'
      ? t(io, 'cancelled', 'отменён')
      : r.posted
        ? t(io, 'posted', 'проведён')
        : t(io, 'issued', 'выставлен');

export async function showInvoice(io: Io, id: string): Promise<void> {
  await withSidebook(io, async (sidebook) => {
    const record = await find(io, sidebook, 'invoice', id);
    const names = new Names(sidebook, io.lang);
    const lines = linesOf(record.fields);
    await names.learn(lines.map((l) => l.product));
    await showFields(io, sidebook, record, names);
    const cells = lines.map((l, i) => [
      String(i + 1),
      l.product ? names.of(l.product) : (l.text ?? ''),
      quantity(io.lang, l.quantity),
      price(io.lang, l.price),
      money(io.lang, l.amount),
      l.vatRate === 'none' ? t(io, 'no VAT', 'без НДС') : `${l.vatRate} %`,
      money(io.lang, l.vatAmount),
    ]);
    io.out(`${table(cells, { right: [0, 2, 3, 4, 6], indent: '  ' })}\n`);
    const row = await sidebook.store.queries.invoice(record.id);
    if (row) {
      const besides = (await besidesOf(io, sidebook, [row], names)).get(row.id) ?? [];
      const untold = await untoldAmong(sidebook, [row], await tellersIn(sidebook));
      io.out(`  ${[paidLabel(io, row, untold), ...besides].join(', ')}\n`);
    }
    await showHistory(io, sidebook, record, names);
  });
}

/** What the books changed of a posted invoice, and what of ours they have not taken. */
async function showHistory(io: Io, sidebook: Sidebook, record: SharedRecord, names: Names): Promise<void> {
  const [revisions, proposals] = await sidebook.store.read(
    async (x) => [await x.revisions(record.id), await x.proposals(record.id)] as const,
  );
  const ids = [...revisions.flatMap((r) => [r.before, r.after]), ...proposals.map((p) => p.value)].flatMap((f) =>
    Object.values(f),
  );
  await names.learn(ids.filter((v) => typeof v === 'string' && v.length === 36) as string[]);
  for (const r of revisions)
    io.out(`  ${t(io, 'revision', 'ревизия')} ${String(r.n)} · ${r.host} · ${moment(io.lang, r.at)}: ${changesText(io, r.before, r.after, names)}\n`); // prettier-ignore
  for (const p of proposals)
    io.out(`  ${t(io, 'proposal', 'предложение')} (${PROPOSAL[p.state][io.lang]}) · ${p.by} · ${moment(io.lang, p.at)}: ${changesText(io, record.fields, p.value, names)}\n`); // prettier-ignore
}

const PROPOSAL = {
  open: { en: 'open', ru: 'открыто' },
  accepted: { en: 'accepted', ru: 'принято' },
  declined: { en: 'declined', ru: 'отклонено' },
  withdrawn: { en: 'withdrawn', ru: 'отозвано' },
} as const;

export async function issue(io: Io, counterparty: string, lines: readonly string[], options: IssueOptions): Promise<void> {
  await withAttached(io, async (sidebook) => {
    const party = await find(io, sidebook, 'counterparty', counterparty);
    if (options.organisation === undefined) await onlyOne(sidebook);
    const issued = await issueTo(sidebook, party, lines.map(parseLine), { ...options, by: actorOf(io) });
    io.out(
      `${issued.id}\n${money(io.lang, textOf(issued.fields, 'total'), options.currency ?? '')} · ${t(io, 'The number comes back from the host with the next cycle.', 'Номер вернётся из базы со следующим циклом.')}\n`,
    );
  });
}

/** From whom an invoice comes is not guessed. */
async function onlyOne(sidebook: Sidebook): Promise<void> {
  const ours = await sidebook.store.read((r) => r.recordsOf('organisation', null, 1000));
  const names = ours.map((r) => `--organisation "${textOf(r.fields, 'name')}"`);
  if (names.length > 1) throw new EditRefused('not-complete', { fields: names.join(' | ') });
}

/** "text × quantity × price × VAT"; × may be * or x, Latin or Russian, and stand in the text as well. */
function parseLine(arg: string): LineInput {
  const [text, quantity, price, vat] = partsOf(arg) ?? [];
  if (text === undefined || quantity === undefined || price === undefined || vat === undefined)
    throw new EditRefused('line-unclear', { line: arg, known: VAT_RATES.join(', ') });
  if (!(VAT_RATES as readonly string[]).includes(vat)) throw new Unreadable('input-choice', 'vatRate', vat, VAT_RATES);
  return { text, quantity: parseAmount(quantity, 'quantity'), price: parseAmount(price, 'price'), vatRate: vat };
}

/** The last three are figures; whatever stands before them is the text as it was typed. */
const partsOf = (arg: string): readonly string[] | undefined =>
  /^(.*\S)\s+[×xх*]\s+(.*?)\s+[×xх*]\s+(.*?)\s+[×xх*]\s+(.*)$/is.exec(arg)?.slice(1);
