/** Commands about what rivals offered, about how much they have, and what can be offered instead of what. */
import { Argument, type Command } from 'commander';
import { t, type Io } from './io.ts';
import type { OfferFilterOptions, OutcomeOptions } from './offers.ts';
import type { StockOptions } from './stock.ts';

export function addRivals(p: Command, io: Io): void {
  addOffers(p, io);
  addStock(p, io);
  addAnalogues(p, io);
}

function addOffers(p: Command, io: Io): void {
  const offers = p.command('offers').description(t(io, 'commercial offers of rivals; they never leave this machine', 'предложения конкурентов; никуда не передаются'));
  offers.command('list', { isDefault: true }).description(t(io, 'newest first', 'новые сверху')).option('--competitor <name>', t(io, 'only this one', 'только этот')).option('--counterparty <id>', t(io, 'only to this customer', 'только этому покупателю')).option('--limit <n>', t(io, 'how many', 'сколько показать'), '30')
    .action(async (o: OfferFilterOptions) => (await import('./offers.ts')).list(io, o));
  offers.command('show <id>').description(t(io, 'one with its lines', 'одно, со строками')).action(async (id: string) => (await import('./offers.ts')).show(io, id));
  offers.command('outcome <id>').description(t(io, 'how it ended: won or lost by us', 'чем кончилось: сделка наша (won) или нет (lost)')).addArgument(new Argument('<outcome>', t(io, 'how', 'как')).choices(['won', 'lost', 'open', 'withdrawn']))
    .option('--to <competitor>', t(io, 'who got it, when it was not we', 'кто её получил, если не мы')).option('--why <text>', t(io, 'why', 'почему')).action(async (id: string, outcome: string, o: OutcomeOptions) => (await import('./offers.ts')).outcome(io, id, outcome, o));
} // prettier-ignore

function addStock(p: Command, io: Io): void {
  const stock = p.command('stock').description(t(io, 'about how much rivals have; it never leaves this machine', 'сколько примерно есть у конкурентов; никуда не передаётся'));
  stock.command('list <item>', { isDefault: true }).description(t(io, 'the last word of each rival on an item', 'последнее о позиции по каждому конкуренту')).action(async (item: string) => (await import('./stock.ts')).list(io, item));
  stock.command('add <item> <competitor> <least> [most]').description(t(io, 'seen or heard: from least to most; without most: or more', 'увидено или услышано: от и до; без «до»: или больше'))
    .option('--new', t(io, 'make the item and the competitor where there is none', 'завести позицию и конкурента, если их нет')).option('--lead <days>', t(io, 'days until they deliver', 'через сколько дней поставят'))
    .option('--source <source>', t(io, 'where from:', 'откуда:') + ' site, price-list, offer, call, meeting, customer, other', 'other').option('--evidence <link>', t(io, 'link or file', 'ссылка или файл'))
    .option('--confidence <word>', 'sure, likely, rumour', 'likely').option('--seen <when>', t(io, 'YYYY-MM-DD; else now', 'ГГГГ-ММ-ДД; иначе сейчас'))
    .action(async (item: string, competitor: string, least: string, most: string | undefined, o: StockOptions) => (await import('./stock.ts')).add(io, { item, competitor, least, most }, o));
} // prettier-ignore

function addAnalogues(p: Command, io: Io): void {
  const analogues = p.command('analogues').description(t(io, 'what can be offered instead of what', 'что можно предложить вместо чего'));
  analogues.command('list <item>', { isDefault: true }).description(t(io, 'instead of this item', 'вместо этой позиции')).action(async (item: string) => (await import('./analogues.ts')).list(io, item));
  analogues.command('add <item> <other>').description(t(io, 'the other can stand for the item', 'вторая годится вместо первой')).option('--factor <n>', t(io, 'how many of the other stand for one', 'сколько второй заменяет одну первую'), '1').action(async (item: string, other: string, o: { factor: string }) => (await import('./analogues.ts')).add(io, item, other, o.factor));
  analogues.command('remove <item> <other>').description(t(io, 'it cannot', 'больше не годится')).action(async (item: string, other: string) => (await import('./analogues.ts')).remove(io, item, other));
} // prettier-ignore
