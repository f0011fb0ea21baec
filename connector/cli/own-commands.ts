/** Commands about what Sidebook keeps: the audit, data of persons, copies of the store, what is kept how long. */
import type { Command } from 'commander';
import { groupOf } from './group.ts';
import { t, type Io } from './io.ts';
import type { Targets } from './move.ts';

export function addOwn(p: Command, io: Io): void {
  addAudit(p, io);
  addSubject(p, io);
  addStore(p, io);
}

function addAudit(p: Command, io: Io): void {
  const audit = groupOf(p, 'audit', t(io, 'who read, wrote, decided, switched and exported what', 'кто что читал, менял, решал, переключал и выгружал'));
  audit.command('list').description(t(io, 'its rows', 'его строки')).option('--from <day>', t(io, 'from this day or moment on', 'с этого дня или момента')).option('--to <day>', t(io, 'up to it, the day itself included', 'по этот день включительно'))
    .option('--kind <kind>', t(io, 'only this kind: read, write, decision, switch, …', 'только этого вида: read, write, decision, switch, …')).option('--by <actor>', t(io, 'only of this person', 'только этого человека')).option('--limit <n>', t(io, 'how many', 'сколько показать'), '200')
    .option('--csv <file>', t(io, 'all of them as a table', 'все строки таблицей в файл')).action(async (o: object) => (await import('./audit.ts')).list(io, o));
  audit.command('head').description(t(io, 'where it ends now: keep it elsewhere', 'где он кончается сейчас: храните это в другом месте')).action(async () => (await import('./audit.ts')).head(io));
  audit.command('verify').description(t(io, 'does every row hold; exit 1 when not', 'цела ли каждая строка; код 1, если нет')).option('--kept <head>', t(io, 'an end noted earlier, which must be part of it', 'конец, записанный раньше: он должен в него входить')).action(async (o: { kept?: string }) => (await import('./audit.ts')).verify(io, o.kept));
} // prettier-ignore

function addSubject(p: Command, io: Io): void {
  const subject = groupOf(p, 'subject', t(io, "a person's data: where it is, all of it, and how it goes", 'данные человека: где они, все вместе и как их стереть'));
  subject.command('find <text>').description(t(io, 'where a name, a phone, an address is mentioned', 'где упомянуты имя, телефон, адрес')).action(async (text: string) => (await import('./subject.ts')).find(io, text));
  subject.command('export <text>').description(t(io, 'everything that mentions it, as JSON', 'всё, где это упомянуто, в виде JSON')).action(async (text: string) => (await import('./subject.ts')).exportAll(io, text));
  subject.command('erase <text>').description(t(io, 'from the audit and the private notes; what the books own is only told', 'из аудита и личных заметок; о том, что принадлежит учёту, только сообщается')).option('--yes', t(io, 'really erase; without it only what would go is shown', 'действительно стереть; без этого только показать')).action(async (text: string, o: { yes?: boolean }) => (await import('./subject.ts')).erase(io, text, o.yes === true));
} // prettier-ignore

function addStore(p: Command, io: Io): void {
  const store = groupOf(p, 'store', t(io, "Sidebook's own files", 'собственные файлы Sidebook'));
  store.command('backup <file>').description(t(io, 'a copy of store, private file, audit and imported labels while everything runs: a folder, or one encrypted file', 'копия хранилища, личного файла, аудита и загруженных надписей на ходу: папка или один зашифрованный файл')).option('--encrypt <file>', t(io, 'one file, sealed with the passphrase in this file', 'один файл, запечатанный паролем из этого файла')).action(async (file: string, o: { encrypt?: string }) => (await import('./backup.ts')).make(io, file, o.encrypt));
  store.command('restore <file> <folder>').description(t(io, 'unpack and check a copy into an empty folder; nothing of the running store is touched', 'распаковать и проверить копию в пустую папку; рабочее хранилище не затрагивается')).option('--passphrase <file>', t(io, 'of a sealed copy', 'для запечатанной копии')).action(async (file: string, folder: string, o: { passphrase?: string }) => (await import('./backup.ts')).unpack(io, file, folder, o.passphrase));
  store.command('move').description(t(io, 'to a SQL Server: copied, then compared by counts and hashes; a move that broke off begins again', 'на SQL Server: копируется и сверяется по числу строк и хешам; прерванный перенос начинается заново')).option('--to <address>', t(io, 'the store: mssql://USER:PASSWORD@SERVER/DATABASE, or env:NAME or file:PATH where it stands', 'хранилище: mssql://ПОЛЬЗОВАТЕЛЬ:ПАРОЛЬ@СЕРВЕР/БАЗА, либо env:ИМЯ или file:ПУТЬ, где он записан')).option('--private <address>', t(io, 'what never leaves and the audit, under a login of their own; written the same way', 'закрытые данные и аудит, под отдельным входом; пишется так же')).action(async (o: Targets) => (await import('./move.ts')).move(io, o));
  store.command('check').description(t(io, 'are the files whole and do their tables agree; exit 1 when not', 'целы ли файлы и согласованы ли таблицы; код 1, если нет')).action(async () => (await import('./store.ts')).check(io));
  store.command('clean').description(t(io, 'delete what is older than "retention" of the configuration says', 'удалить то, что старше сроков «retention» в настройках')).option('--dry-run', t(io, 'only count', 'только посчитать')).action(async (o: { dryRun?: boolean }) => (await import('./store.ts')).clean(io, o.dryRun === true));
} // prettier-ignore
