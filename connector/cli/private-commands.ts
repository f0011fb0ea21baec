/** Commands about what never leaves: competitors, prices, notes. All of them act as the person at this machine, with role admin. */
import { Option, type Command } from 'commander';
import type { CompareOptions } from './compare.ts';
import type { CompetitorOptions } from './competitors.ts';
import type { HandOverOptions } from './hand-over.ts';
import { more } from './contradictions.ts';
import { t, type Io } from './io.ts';
import type { NoteOptions } from './notes.ts';
import type { CorrectOptions, PriceOptions } from './prices.ts';
import { addRivals } from './rival-commands.ts';

export function addPrivate(p: Command, io: Io): void {
  addCompetitors(p, io);
  addPrices(p, io);
  addRivals(p, io);
  addNotes(p, io);
  addKeeping(p, io);
}

const limitOf = (io: Io): string => t(io, 'how many', 'сколько показать');
const limited = ({ limit }: { limit: string }): number => Number(limit);

function addCompetitors(p: Command, io: Io): void {
  const competitors = p.command('competitors').description(t(io, 'rivals; they never leave this machine', 'конкуренты; эти данные никуда не передаются'));
  competitors.command('list [search]', { isDefault: true }).description(t(io, 'all, or those whose name, alias or ИНН fits', 'все или подходящие по имени, псевдониму, ИНН')).option('--limit <n>', limitOf(io), '30')
    .action(async (search: string | undefined, o: { limit: string }) => (await import('./competitors.ts')).list(io, search, limited(o)));
  competitors.command('show <name>').description(t(io, 'one, by id, exact name or alias', 'один: по id, точному имени или псевдониму')).action(async (name: string) => (await import('./competitors.ts')).show(io, name));
  competitors.command('add <name>').description(t(io, 'a new one', 'новый'))
    .option('--alias <name>', t(io, 'another name; repeatable', 'другое имя; можно повторять'), more).option('--tax-id <number>', t(io, 'ИНН', 'ИНН')).option('--site <address>', t(io, 'site', 'сайт'))
    .option('--counterparty <id>', t(io, 'the same party among counterparties, by id, ИНН or exact name', 'он же среди контрагентов: по id, ИНН или точному имени'))
    .option('--strengths <text>', t(io, 'what they are good at', 'сильные стороны')).option('--weaknesses <text>', t(io, 'what they are not', 'слабые стороны')).option('--answer <text>', t(io, 'how to answer', 'как отвечать'))
    .action(async (name: string, o: CompetitorOptions) => (await import('./competitors.ts')).add(io, name, o));
} // prettier-ignore

function addPrices(p: Command, io: Io): void {
  const prices = p.command('prices').description(t(io, 'prices of rivals; they never leave this machine', 'цены конкурентов; никуда не передаются'));
  prices.command('list <item>', { isDefault: true }).description(t(io, 'the last word of each rival on an item', 'последняя цена каждого конкурента на позицию')).action(async (item: string) => (await import('./prices.ts')).list(io, item));
  prices.command('show <item>').description(t(io, 'everything seen, newest first, corrections too', 'вся история, новые сверху, с исправлениями')).option('--competitor <name>', t(io, 'only this one', 'только этот')).option('--limit <n>', limitOf(io), '30')
    .action(async (item: string, o: { competitor?: string; limit: string }) => (await import('./prices.ts')).show(io, item, o.competitor, limited(o)));
  prices.command('compare <item>').description(t(io, 'our price against theirs, every step with its figure; what is stale is shown and does not count', 'наша цена против их цен, каждый шаг с цифрой; устаревшее видно, но не в счёт')).option('--json', t(io, 'as JSON', 'в виде JSON'))
    .option('--currency <code>', t(io, 'compare in this one; else that of our price', 'валюта сравнения; иначе валюта нашей цены')).addOption(new Option('--vat <where>', t(io, 'compare with VAT inside or without it; else as our price', 'сравнить с НДС (in) или без него (out); иначе как наша цена')).choices(['in', 'out']))
    .option('--quantity <n>', t(io, 'how many are wanted: prices from more do not count', 'сколько нужно: цены от большего количества не в счёт')).option('--rate <code=rate>', t(io, 'USD=92.5 or JPY=58.2/100; repeatable; without a rate nothing is compared', 'USD=92.5 или JPY=58.2/100; можно повторять; без курса не сравнивается'), more)
    .option('--price-type <name>', t(io, 'type of price of our list', 'тип цен нашего прайса')).addOption(new Option('--list-vat <where>', t(io, 'where our list does not say it', 'если наш прайс не говорит')).choices(['in', 'out']))
    .action(async (item: string, o: CompareOptions) => (await import('./compare.ts')).compare(io, item, o));
  prices.command('product <item> <product>').description(t(io, 'which product of the books an item is: by id, article, code or name', 'какая это номенклатура учёта: по id, артикулу, коду или наименованию')).action(async (item: string, product: string) => (await import('./compare.ts')).product(io, item, product));
  prices.command('search [text]').description(t(io, 'items prices are about', 'позиции, о ценах которых речь')).option('--limit <n>', limitOf(io), '30').action(async (text: string | undefined, o: { limit: string }) => (await import('./prices.ts')).search(io, text, limited(o)));
  prices.command('add <item> <competitor> <price>').description(t(io, 'a price somebody saw', 'увиденная цена'))
    .option('--new', t(io, 'make the item and the competitor where there is none', 'завести позицию и конкурента, если их нет'))
    .option('--currency <code>', t(io, 'currency', 'валюта'), 'RUB').option('--vat <rate>', t(io, 'VAT in percent, or none', 'НДС в процентах или none')).option('--vat-on-top', t(io, 'VAT is added to the price', 'НДС сверху'))
    .option('--unit <unit>', t(io, 'unit of the price; else that of the item', 'единица цены; иначе единица позиции')).option('--pack <n>', t(io, 'how many of the item\'s units are in one', 'сколько единиц позиции в одной'), '1').option('--min <n>', t(io, 'from this quantity', 'от количества'))
    .option('--region <name>', t(io, 'region', 'регион')).option('--terms <text>', t(io, 'terms', 'условия')).option('--source <source>', t(io, 'where from:', 'откуда:') + ' site, price-list, offer, call, meeting, customer, other', 'other')
    .option('--evidence <link>', t(io, 'link or file', 'ссылка или файл')).option('--confidence <word>', 'sure, likely, rumour', 'likely').option('--seen <when>', t(io, 'YYYY-MM-DD; else now', 'ГГГГ-ММ-ДД; иначе сейчас'))
    .action(async (item: string, competitor: string, price: string, o: PriceOptions) => (await import('./prices.ts')).add(io, item, competitor, price, o));
  const reason = ['--reason <text>', t(io, 'why', 'почему')] as const;
  prices.command('correct <id> <price>').description(t(io, 'a new row that names the wrong one', 'новая запись со ссылкой на ошибочную')).option('--evidence <link>', t(io, 'another link or words; else those of the old row', 'другая ссылка или слова; иначе прежние')).option(...reason)
    .action(async (id: string, price: string, o: CorrectOptions) => (await import('./prices.ts')).correct(io, id, price, o));
  prices.command('withdraw <id...>').description(t(io, 'say that rows were wrong; they stay, and do not count', 'признать записи ошибочными: они останутся, но не в счёт')).option(...reason).action(async (ids: string[], o: { reason?: string }) => (await import('./prices.ts')).withdraw(io, ids, o.reason));
  prices.command('restore <id>').description(t(io, 'a withdrawn row counts again, as a new one', 'отозванная запись снова в счёт, новой строкой')).action(async (id: string) => (await import('./prices.ts')).restore(io, id));
} // prettier-ignore

function addNotes(p: Command, io: Io): void {
  const notes = p.command('notes').description(t(io, 'what was said and promised; it never leaves this machine', 'о чём говорили и что обещали; никуда не передаётся'));
  const about = t(io, 'a counterparty, by id, ИНН or exact name', 'контрагент: по id, ИНН или точному имени');
  notes.command('list', { isDefault: true }).description(t(io, 'newest first', 'новые сверху')).option('--about <id>', about).option('--limit <n>', limitOf(io), '30').action(async (o: { about?: string; limit: string }) => (await import('./notes.ts')).list(io, o.about, limited(o)));
  notes.command('show <id>').description(t(io, 'one, with its earlier texts', 'одна, с прежними текстами')).action(async (id: string) => (await import('./notes.ts')).show(io, id));
  notes.command('search <words...>').description(t(io, 'by words in any form; all of them must be there', 'по словам в любой форме; нужны все')).option('--about <id>', about).option('--limit <n>', limitOf(io), '30')
    .action(async (words: string[], o: { about?: string; limit: string }) => (await import('./notes.ts')).search(io, words.join(' '), o.about, limited(o)));
  notes.command('add <text>').description(t(io, 'a new one; without --about: a cold call', 'новая; без --about: «холостой» звонок')).option('--about <id>', about).option('--kind <kind>', 'note, call, meeting, promise, preference', 'note')
    .option('--with <name>', t(io, 'who took part; repeatable', 'кто участвовал; можно повторять'), more).option('--private', t(io, 'only for its author and the lead', 'только автору и руководителю')).option('--pin', t(io, 'keep it on top', 'закрепить'))
    .option('--due <date>', t(io, 'follow up by YYYY-MM-DD', 'вернуться к ГГГГ-ММ-ДД')).option('--assignee <user>', t(io, 'who does; else you', 'кто; иначе вы'))
    .action(async (text: string, o: NoteOptions) => (await import('./notes.ts')).add(io, text, o));
  notes.command('due').description(t(io, 'what you are to follow up', 'к чему вам вернуться')).option('--until <date>', t(io, 'YYYY-MM-DD; else today', 'ГГГГ-ММ-ДД; иначе сегодня')).action(async (o: { until?: string }) => (await import('./notes.ts')).due(io, o.until));
} // prettier-ignore

function addKeeping(p: Command, io: Io): void {
  const own = p.command('private').description(t(io, 'the private store as a whole', 'закрытое хранилище в целом'));
  own.command('clean-up', { isDefault: true }).description(t(io, 'facts past their time, by rival and kind', 'устаревшие сведения по конкурентам и видам')).action(async () => (await import('./private.ts')).cleanUp(io));
  own.command('handover <from> <to>').description(t(io, 'somebody leaves: their counterparties, notes and follow-ups go to somebody else; both as CLIENT:USER', 'человек уходит: его контрагенты, заметки и задачи переходят другому; оба как КЛИЕНТ:ПОЛЬЗОВАТЕЛЬ')).option('--notes-only', t(io, 'the counterparties stay where they are', 'контрагентов не трогать')).action(async (from: string, to: string, o: HandOverOptions) => (await import('./hand-over.ts')).handOver(io, from, to, o));
  own.command('check').description(t(io, 'does the file hold what it must', 'цел ли файл')).action(async () => (await import('./private.ts')).check(io));
} // prettier-ignore
