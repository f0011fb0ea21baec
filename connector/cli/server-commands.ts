/** Commands around the server of widgets: running it, who may embed, who may ask. */
import { Option, type Command } from 'commander';
import { SHELLS } from '../server/auth/registry.ts';
import { ROLES } from '../roles.ts';
import { FEED_CLASSES } from '../store/feed.ts';
import type { ClientOptions } from './client.ts';
import type { FeedKeyOptions } from './feed-keys.ts';
import { more } from './contradictions.ts';
import { t, type Io } from './io.ts';
import type { UserOptions } from './user.ts';

export function addServer(p: Command, io: Io): void {
  p.command('serve').description(t(io, `only the server of widgets and API; "${io.called} start" runs it too`, `только сервер виджетов и API; «${io.called} start» запускает и его`)).action(async () => (await import('./serve.ts')).serve(io)); // prettier-ignore
  addService(p, io);
  addClient(p, io);
  addUser(p, io);
  addKey(p, io);
}

function addService(p: Command, io: Io): void {
  const service = p.command('service').description(t(io, 'start with the machine: systemd, or a task of Windows', 'запуск вместе с машиной: systemd или задание Windows'));
  const target = new Option('--for <system>', t(io, 'another system than this one', 'для другой системы, чем эта')).choices(['systemd', 'windows']);
  const user = t(io, 'for this user instead of the whole machine (systemd)', 'для этого пользователя, а не для всей машины (systemd)');
  service.command('print', { isDefault: true }).description(t(io, 'show what would be written, and the commands that use it', 'показать, что будет записано, и команды к этому')).addOption(target).option('--user', user).action(async (o: object) => (await import('./service.ts')).print(io, o));
  service.command('install').description(t(io, 'with --write: write it; then run the commands it shows', 'с --write: записать; затем выполните показанные команды')).addOption(target).option('--user', user).option('--write', t(io, 'really write the file', 'действительно записать файл')).action(async (o: object) => (await import('./service.ts')).install(io, o));
  service.command('uninstall').description(t(io, 'how to take it away again; with --write also the file', 'как убрать; с --write также удалить файл')).addOption(target).option('--user', user).option('--write', t(io, 'really remove the file', 'действительно удалить файл')).action(async (o: object) => (await import('./service.ts')).uninstall(io, o));
} // prettier-ignore

function addClient(p: Command, io: Io): void {
  const client = p.command('client').description(t(io, 'who may embed widgets: 1C, Dynamics, a portal', 'кто может встраивать виджеты: 1С, Dynamics, портал'));
  client.command('add <id>').description(t(io, 'a new one, or change one: what is not said stays', 'новый или изменить имеющийся: неуказанное остаётся'))
    .option('--title <title>', t(io, 'what people call it', 'как его называют люди'))
    .option('--origin <origin>', t(io, 'a page that may show widgets, e.g. https://crm.example; repeatable', 'страница, где показываются виджеты, например https://crm.example; можно повторять'), more)
    .option('--role <HOST=OURS>', t(io, 'role of the host = ours; repeatable', 'роль базы = наша; можно повторять'), more)
    .option('--shell <shell>', t(io, 'only these ways to embed; repeatable:', 'только эти способы встраивания; можно повторять:') + ` ${SHELLS.join(', ')}`, more)
    .option('--null-origin', t(io, 'documents without an origin: the field of a 1C form', 'документы без адреса: поле формы 1С')).option('--no-null-origin', t(io, 'not any more', 'больше нет'))
    .option('--all', t(io, 'its tokens may cover everything ("*")', 'её токены могут охватывать всё ("*")')).option('--no-all', t(io, 'not any more', 'больше нет'))
    .option('--auto-users', t(io, 'users are added by themselves, with the roles the host says', 'пользователи заводятся сами, с ролями от базы')).option('--no-auto-users', t(io, 'not any more', 'больше нет'))
    .action(async (id: string, o: ClientOptions) => (await import('./client.ts')).add(io, id, o));
  client.command('list', { isDefault: true }).description(t(io, 'all, with pages, roles and what is allowed', 'все, со страницами, ролями и разрешениями')).option('--json', t(io, 'as JSON', 'в виде JSON')).action(async (o: { json?: boolean }) => (await import('./client.ts')).list(io, o));
  client.command('revoke <id>').description(t(io, 'refuse all its tokens at once', 'сразу перестать принимать её токены')).option('--token <jti>', t(io, 'only this token', 'только этот токен')).action(async (id: string, o: { token?: string }) => (await import('./client.ts')).revoke(io, id, o));
} // prettier-ignore

function addUser(p: Command, io: Io): void {
  const user = p.command('user').description(t(io, 'users of a client', 'пользователи клиента'));
  user.command('add <client> <user>').description(t(io, 'by the id the host gives in its tokens', 'по идентификатору, который база указывает в токенах')).option('--name <name>', t(io, 'name', 'имя'))
    .option('--role <role>', t(io, 'exactly these roles, whatever the host says; repeatable', 'именно эти роли, что бы ни указала база; можно повторять'), more)
    .option('--no-role', t(io, 'the roles the host says', 'роли, которые указывает база'))
    .option('--team <team>', t(io, 'their team: whose rows they share', 'отдел: чьи строки у них общие')).option('--no-team', t(io, 'none', 'без отдела'))
    .option('--person <name>', t(io, 'who they are in the books: the owner of counterparties', 'кто это в учёте: ответственный у контрагентов')).option('--no-person', t(io, 'nobody', 'никто'))
    .option('--private', t(io, 'an accountant who may read prices of rivals and notes', 'бухгалтер, которому открыты цены конкурентов и заметки')).option('--no-private', t(io, 'not any more', 'больше нет')).action(async (client: string, id: string, o: UserOptions) => (await import('./user.ts')).add(io, client, id, o));
  user.command('list [client]', { isDefault: true }).description(t(io, 'all, or those of one client', 'все или одного клиента')).action(async (client: string | undefined) => (await import('./user.ts')).list(io, client));
  user.command('revoke <client> <user>').description(t(io, 'lock one out', 'отключить')).action(async (client: string, id: string) => (await import('./user.ts')).revoke(io, client, id));
} // prettier-ignore

function addKey(p: Command, io: Io): void {
  const key = p.command('key').description(t(io, 'keys a client proves itself with, and keys of the OData feed', 'ключи, которыми клиент себя подтверждает, и ключи ленты OData'));
  const add = key.command('add [client]').description(t(io, 'a new secret, shown once: of a client at most two at a time, or of the feed', 'новый секрет, показывается один раз: клиента (не больше двух сразу) или ленты'));
  feedOptions(add, io).action(async (client: string | undefined, o: Partial<FeedKeyOptions>, command: Command) => {
    if (o.feed !== undefined) return (await import('./feed-keys.ts')).add(io, { ...o, feed: o.feed });
    return (await import('./key.ts')).add(io, client ?? missing(command));
  });
  key.command('list [client]', { isDefault: true }).description(t(io, 'their ids and ages, never the secrets', 'их номера и возраст, без секретов')).option('--feed', t(io, 'those of the feed', 'ключи ленты'))
    .action(async (client: string | undefined, o: { feed?: boolean }) => (o.feed ? (await import('./feed-keys.ts')).list(io) : (await import('./key.ts')).list(io, client)));
  key.command('revoke [client] [kid]').description(t(io, 'refuse what is signed with it', 'не принимать подписанное им')).option('--feed <kid>', t(io, 'a key of the feed', 'ключ ленты'))
    .action(async (client: string | undefined, kid: string | undefined, o: { feed?: string }, command: Command) => {
      if (o.feed !== undefined) return (await import('./feed-keys.ts')).revoke(io, o.feed);
      return (await import('./key.ts')).revoke(io, client ?? missing(command), kid ?? missing(command));
    });
} // prettier-ignore

const missing = (command: Command): never => command.help({ error: true });

const feedOptions = (command: Command, io: Io): Command =>
  command.option('--feed <name>', t(io, 'a key of the OData feed, called so', 'ключ ленты OData с таким названием'))
    .addOption(new Option('--class <class>', t(io, 'host: Dataverse, which shows what it reads to everyone; office: Excel, Power BI', 'host: Dataverse, показывает прочитанное всем; office: Excel, Power BI')).choices(FEED_CLASSES))
    .option('--set <set>', t(io, 'only this set; repeatable. Private sets are read only where named', 'только этот набор; можно повторять. Личные наборы - только названные'), more)
    .option('--organisation <name>', t(io, 'only rows of this organisation of ours; repeatable', 'только строки этой нашей организации; можно повторять'), more)
    .option('--owner <person>', t(io, 'only counterparties of this person', 'только контрагенты этого ответственного'))
    .addOption(new Option('--role <role>', t(io, 'as whom private sets are read', 'от чьего имени читаются личные наборы')).choices(ROLES)).option('--user <user>', t(io, 'the same: the person', 'то же: человек')); // prettier-ignore
