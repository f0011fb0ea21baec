/** The command line: every command with its options, in the reader's language; errors as catalogue messages, never as stack traces. */
import { Argument, Command, CommanderError, Option } from 'commander';
import { PROBLEM_LABELS } from '../errors.ts';
import { VERSION } from '../version.ts';
import { realWorld } from '../world.ts';
import { addImport } from './import-commands.ts';
import { noteCommands, noteFailure } from './audited.ts';
import { accountOf, calledAs } from './caller.ts';
import { tellContradictions } from './contradictions.ts';
import { DEMO_HOSTS, type DemoHost } from './demo-hosts.ts';
import { addOwn } from './own-commands.ts';
import { addPrivate } from './private-commands.ts';
import { sayError } from './say-error.ts';
import { addServer } from './server-commands.ts';
import { addTranslations } from './translations-commands.ts';
import { addWall } from './wall-commands.ts';
import { countLimits, optionWords, usageError } from './usage.ts';
import { configPath, configuredLang, isUnicodeOf, langOf, t, type Io } from './io.ts';

const ERROR = 1;

export async function main(args: readonly string[]): Promise<void> {
  const io = realIo(args);
  process.stdout.on('error', () => process.exit(0)); // "| head" closes the pipe: nothing more to say
  try {
    await act(io, args);
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : ERROR;
    else {
      io.err(`${sayError(io, error)}\n`);
      process.exitCode = ERROR;
    }
  }
}

/** One command; what failed is in the audit as well. */
export async function act(io: Io, args: readonly string[]): Promise<void> {
  try {
    await program(io).parseAsync([...args], { from: 'user' });
  } catch (error) {
    await noteFailure(io, error);
    throw error;
  }
}

function realIo(args: readonly string[]): Io {
  const option = (name: string): string | null => {
    const at = args.indexOf(name);
    return at >= 0 ? (args[at + 1] ?? null) : (args.find((a) => a.startsWith(`${name}=`))?.slice(name.length + 1) ?? null);
  };
  const asked = option('--lang');
  const [configFile, cwd] = [option('--config'), process.cwd()];
  return {
    lang: asked === 'ru' || asked === 'en' ? asked : (configuredLang(configPath({ configFile, cwd })) ?? langOf(process.env)),
    called: calledAs(process.env, process.argv[1] ?? ''), account: accountOf(process.env), env: process.env, cwd, world: realWorld(), isTty: process.stdout.isTTY, isUnicode: isUnicodeOf(process.env), width: process.stdout.columns || 100,
    out: (text) => void process.stdout.write(text), err: (text) => void process.stderr.write(text), configFile,
    fail: (code) => void (process.exitCode = Math.max(Number(process.exitCode ?? 0), code)),
  }; // prettier-ignore
}

export function program(io: Io): Command {
  const p = new Command(io.called);
  p.description(t(io, 'Keeps counterparties and invoices equal between its own store and the accounting system.', 'Держит контрагентов и счета одинаковыми в своём хранилище и в учётной системе.'))
    .option('--config <file>', t(io, 'configuration file', 'файл настроек'))
    .addOption(new Option('--lang <lang>', t(io, 'language', 'язык')).choices(['ru', 'en']))
    .version(VERSION, '-V, --version', t(io, 'the version', 'версия'))
    .helpOption('-h, --help', t(io, 'this help; every command has its own', 'эта справка; у каждой команды есть своя'))
    .helpCommand('help [command]', t(io, 'help of a command', 'справка о команде'))
    .configureHelp({ styleTitle: (title) => (io.lang === 'ru' ? (TITLES[title] ?? title) : title), styleUsage: (usage) => (io.lang === 'ru' ? usage.replace('[options]', '[параметры]').replace('[command]', '[команда]') : usage), styleOptionDescription: (text) => optionWords(io, text) })
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text), outputError: (text, write) => write(usageError(io, text)) }); // prettier-ignore
  addRunning(p, io);
  addLooking(p, io);
  addRecords(p, io);
  addAdmin(p, io);
  addServer(p, io);
  addOwn(p, io);
  addPrivate(p, io);
  addImport(p, io);
  addTranslations(p, io);
  addWall(p, io);
  noteCommands(p, io);
  countLimits(p);
  tellContradictions(p);
  return p;
}

const TITLES: Readonly<Record<string, string>> = { 'Usage:': 'Вызов:', 'Options:': 'Параметры:', 'Commands:': 'Команды:', 'Arguments:': 'Аргументы:' }; // prettier-ignore

function addRunning(p: Command, io: Io): void {
  p.command('start', { isDefault: true }).description(t(io, 'run the demo, or what sidebook.config.jsonc says', 'запустить демо или то, что в sidebook.config.jsonc'))
    .addOption(new Option('--host <kind>', t(io, 'of the demo: another host beside 1C, or 1C over its web service', 'в демо: ещё одна система рядом с 1С или 1С через веб-сервис')).choices(DEMO_HOSTS))
    .action(async (o: { host?: DemoHost }) => (await import('./start.ts')).start(io, o)); // prettier-ignore
  p.command('sync').description(t(io, 'observe, plan, apply - in this process', 'прочитать, спланировать, выполнить - в этом процессе'))
    .option('--once', t(io, 'one cycle, then end', 'один цикл')).option('--all', t(io, 'every feed, due or not', 'все потоки, не дожидаясь срока'))
    .option('--accept <plan>', t(io, 'let this stored plan through the guard', 'пропустить этот план'))
    .option('--host <host>', t(io, 'only this host', 'только эта база'))
    .action(async (o: object) => (await import('./sync.ts')).sync(io, o)); // prettier-ignore
  p.command('pause <host>').description(t(io, 'leave a host alone', 'приостановить базу')).action(async (host: string) => (await import('./switches.ts')).pause(io, host, true)); // prettier-ignore
  p.command('resume <host>').description(t(io, 'go on with a host', 'продолжить работу с базой')).action(async (host: string) => (await import('./switches.ts')).pause(io, host, false)); // prettier-ignore
  p.command('write').description(t(io, 'switch writing to hosts, by a named person', 'включить или выключить запись, от имени человека'))
    .addArgument(new Argument('<on|off>').choices(['on', 'off'])).argument('[host]')
    .option('--by <name>', t(io, 'who switches', 'кто включает')).action(async (state: 'on' | 'off', host: string | undefined, o: { by?: string }) => (await import('./switches.ts')).write(io, state, host, o.by)); // prettier-ignore
}

function addLooking(p: Command, io: Io): void {
  const json = t(io, 'as JSON', 'в виде JSON');
  p.command('plan [host]').description(t(io, 'what would happen: reads for real, writes nothing', 'что произойдёт: читает по-настоящему, ничего не пишет'))
    .option('--all', t(io, 'every step', 'все шаги')).option('--json', json).option('--html <file>', t(io, 'one page to sign', 'страница для подписи')).option('--show <plan>', t(io, 'a stored plan', 'сохранённый план'))
    .action(async (host: string | undefined, o: object) => (await import('./plan.ts')).plan(io, host, o)); // prettier-ignore
  p.command('status').description(t(io, 'how things stand; exit 3 when a flow is silent', 'состояние; код 3, если поток молчит')).option('--json', json)
    .action(async (o: object) => (await import('./status.ts')).status(io, o)); // prettier-ignore
  const problems = p.command('problems').description(t(io, 'what waits for a person', 'что ждёт человека'));
  problems.command('list', { isDefault: true }).description(t(io, 'every open problem', 'все открытые проблемы'))
    .addOption(new Option('--kind <kind>', t(io, 'only this kind', 'только этот вид')).choices(Object.keys(PROBLEM_LABELS))).option('--json', json).action(async (o: object) => (await import('./problems.ts')).list(io, o)); // prettier-ignore
  problems.command('show <id>').description(t(io, 'one problem: both values, what was agreed before, the answers that fit', 'одна проблема: оба значения, прежнее согласие, подходящие ответы')).action(async (id: string) => (await import('./problems.ts')).show(io, id)); // prettier-ignore
  problems.command('resolve <id> <answer> [value...]').description(t(io, 'answer it:', 'ответить:') + ' ours | theirs | value field=text … | keep | deactivate | create-again | same <id> | apart | retry | host-right | module-right')
    .action(async (id: string, answer: string, values: string[]) => (await import('./problems.ts')).resolve(io, id, answer, values)); // prettier-ignore
  problems.command('undo <id>').description(t(io, 'take an answer back', 'взять ответ назад')).action(async (id: string) => (await import('./problems.ts')).undo(io, id)); // prettier-ignore
  p.command('match [id] [as]').description(t(io, 'ambiguous objects and their candidates; "match 12 RECORD", "match 12 new", "match 12 later" (tomorrow) or "match 12 now"', 'неоднозначные объекты и кандидаты; «match 12 ЗАПИСЬ», «match 12 new», «match 12 later» (завтра) или «match 12 now»'))
    .action(async (id: string | undefined, as: string | undefined) => (await import('./match.ts')).match(io, id, as)); // prettier-ignore
  p.command('reconcile [host]').description(t(io, 'compare counts and sums with the host, asked anew', 'сверить количества и суммы с базой, спросив её заново'))
    .option('--month <YYYY-MM>', t(io, 'one month only', 'только один месяц')).option('--json', json).option('--csv <file>', t(io, 'a table for Russian Excel', 'таблица для Excel')).action(async (host: string | undefined, o: object) => (await import('./reconcile.ts')).reconcile(io, host, o)); // prettier-ignore
}

function addRecords(p: Command, io: Io): void {
  const limit = t(io, 'how many', 'сколько показать');
  const show = t(io, 'one, by id, number, ИНН or exact name', 'одна запись: по id, номеру, ИНН или точному имени');
  const party = p.command('counterparty').description(t(io, 'counterparties', 'контрагенты'));
  party.command('list [search]', { isDefault: true }).description(t(io, 'all, or those that fit the search', 'все или подходящие под поиск')).option('--limit <n>', limit, '30').action(async (search: string | undefined, o: { limit: string }) => (await import('./records.ts')).listParties(io, search, Number(o.limit))); // prettier-ignore
  party.command('show <id>').description(show).action(async (id: string) => (await import('./records.ts')).showParty(io, id)); // prettier-ignore
  party.command('add <field=value...>').description(t(io, 'a prospect: in no host until promoted or invoiced', 'потенциальный: ни в одной базе до перевода или первого счёта'))
    .action(async (fields: string[]) => (await import('./records.ts')).addParty(io, fields)); // prettier-ignore
  party.command('set <id> <field=value...>').description(t(io, 'change fields here; the hosts follow with the next cycle', 'изменить поля здесь; базы получат это в следующем цикле')).action(async (id: string, fields: string[]) => (await import('./records.ts')).setFields(io, 'counterparty', id, fields, {})); // prettier-ignore
  party.command('promote <id>').description(t(io, 'a prospect goes to the hosts', 'передать потенциального в базы')).action(async (id: string) => (await import('./records.ts')).promoteParty(io, id)); // prettier-ignore
  const invoice = p.command('invoice').description(t(io, 'invoices', 'счета'));
  invoice.command('list [search]', { isDefault: true }).description(t(io, 'newest first, with their payment state', 'новые сверху, с состоянием оплаты')).option('--unpaid', t(io, 'only those not fully paid', 'только не оплаченные полностью')).option('--limit <n>', limit, '30').action(async (search: string | undefined, o: { limit: string; unpaid?: boolean }) => (await import('./records.ts')).listInvoices(io, search, Number(o.limit), o.unpaid === true)); // prettier-ignore
  invoice.command('show <id>').description(show).action(async (id: string) => (await import('./records.ts')).showInvoice(io, id)); // prettier-ignore
  invoice.command('issue <counterparty> <line...>').description(t(io, 'issue one; line: "text × quantity × price × VAT", e.g. "Services × 2 × 1500 × 20"', 'выставить; строка: «текст × количество × цена × НДС», например «Услуги × 2 × 1500 × 20»'))
    .option('--comment <text>', t(io, 'comment', 'комментарий')).option('--organisation <name>', t(io, 'name or ИНН of ours, where there are several', 'имя или ИНН нашей, если их несколько')).option('--currency <code>', t(io, 'currency', 'валюта'), 'RUB').option('--vat-on-top', t(io, 'VAT is added to the price', 'НДС сверху')).option('--post', t(io, 'post it in the host', 'провести в базе'))
    .action(async (counterparty: string, lines: string[], o: object) => (await import('./records.ts')).issue(io, counterparty, lines, o)); // prettier-ignore
  invoice.command('set <id> <field=value...>').description(t(io, 'change fields; what is posted belongs to the books', 'изменить поля; проведённое решает бухгалтерия')).option('--propose', t(io, 'keep what the books refuse as a proposal', 'оставить отклонённое предложением'))
    .action(async (id: string, fields: string[], o: { propose?: boolean }) => (await import('./records.ts')).setFields(io, 'invoice', id, fields, o)); // prettier-ignore
}

function addAdmin(p: Command, io: Io): void {
  p.command('init').description(t(io, 'write a commented configuration and the lines of 1C code that publish what is needed', 'создать настройки с пояснениями и код 1С для публикации нужных объектов'))
    .option('--url <url>', t(io, 'address of the OData interface; without it the command asks', 'адрес интерфейса OData; без него команда спросит')).option('--user <user>', t(io, '1C user', 'пользователь 1С')).addOption(profile(io))
    .option('--host <name>', t(io, 'short name of the base', 'короткое имя базы')).option('--password-env <name>', t(io, 'environment variable with the password', 'переменная окружения с паролем')).option('--force', t(io, 'write over a configuration that is there', 'записать поверх имеющихся настроек'))
    .action(async (o: object) => (await import('./init.ts')).init(io, o)); // prettier-ignore
  p.command('doctor [host]').description(t(io, 'look at everything, write nothing; every finding with its cure', 'проверить всё, ничего не записав; у каждой находки - что делать'))
    .action(async (host: string | undefined) => (await import('./doctor.ts')).doctor(io, host)); // prettier-ignore
  const mappings = p.command('mappings').description(t(io, 'mappings of fields', 'отображения полей'));
  mappings.command('check [host]').description(t(io, 'does the pack fit this base', 'подходит ли набор этой базе'))
    .option('--metadata <file>', t(io, 'a saved $metadata or WSDL instead of the live one', 'сохранённый $metadata или WSDL вместо живого')).addOption(profile(io))
    .action(async (host: string | undefined, o: object) => (await import('./mappings.ts')).check(io, host, o)); // prettier-ignore
  mappings.command('preview <entity> [id]').description(t(io, 'one real object: what is taken over, what would be sent back', 'один настоящий объект: что возьмём и что отправили бы назад')).option('--host <host>', t(io, 'only this host', 'только эта база')).action(async (entity: string, id: string | undefined, o: { host?: string }) => (await import('./mappings.ts')).preview(io, entity, id, o)); // prettier-ignore
  const fake = p.command('fake').description(t(io, 'fake hosts for trying things out', 'имитации баз для проб'));
  fake.command('onec').allowUnknownOption().allowExcessArguments().helpOption(false).description(t(io, 'a 1C base on this machine:', 'база 1С на этой машине:') + ' --profile bp30|bp30-198|ut115 --port N --seed N --data demo|empty|C,I --state FILE --quirk name=value --fault name=value')
    .action(async (_o: object, command: Command) => (await import('./fake.ts')).fake(io, 'onec', command)); // prettier-ignore
  fake.command('onec-soap').allowUnknownOption().allowExcessArguments().helpOption(false).description(t(io, 'a 1C base that publishes a web service and no OData:', 'база 1С с веб-сервисом, без OData:') + ' --port N --seed N --data demo|empty|C,I --state FILE --fault name=value')
    .action(async (_o: object, command: Command) => (await import('./fake.ts')).fake(io, 'onec-soap', command)); // prettier-ignore
  fake.command('dataverse').allowUnknownOption().allowExcessArguments().helpOption(false).description(t(io, 'a Dynamics 365 on this machine:', 'Dynamics 365 на этой машине:') + ' --port N --seed N --data demo|empty --state FILE --fault name=value')
    .action(async (_o: object, command: Command) => (await import('./fake.ts')).fake(io, 'dataverse', command)); // prettier-ignore
  fake.command('bc').allowUnknownOption().allowExcessArguments().helpOption(false).description(t(io, 'a Business Central on this machine:', 'Business Central на этой машине:') + ' --port N --seed N --data demo|empty --state FILE --fault name=value')
    .action(async (_o: object, command: Command) => (await import('./fake.ts')).fake(io, 'bc', command)); // prettier-ignore
  fake.command('organization').allowUnknownOption().allowExcessArguments().helpOption(false).description(t(io, 'a Dynamics CRM on the premises, on this machine:', 'Dynamics CRM на своих серверах, на этой машине:') + ' --port N --seed N --data demo|empty --sign-in basic|ntlm|adfs --release 5.0|8.2 --state FILE --fault name=value')
    .action(async (_o: object, command: Command) => (await import('./fake.ts')).fake(io, 'organization', command)); // prettier-ignore
  fake.command('enterprisedata').allowUnknownOption().allowExcessArguments().helpOption(false).description(t(io, 'a 1C base that exchanges EnterpriseData messages:', 'база 1С, которая обменивается сообщениями EnterpriseData:') + ' --port N --seed N --data demo|empty --state FILE --format 1.8|1.17 --actives N --fault name=value')
    .action(async (_o: object, command: Command) => (await import('./fake.ts')).fake(io, 'enterprisedata', command)); // prettier-ignore
  const demo = p.command('demo').description(t(io, 'things to try while the demo runs', 'что попробовать, пока идёт демо'));
  demo.command('sale').description(t(io, 'sales issue an invoice in the host beside it: Dynamics, Business Central, a second 1C', 'продавцы выставляют счёт в базе рядом: Dynamics, Business Central, вторая 1С')).action(async () => (await import('./demo-sale.ts')).sale(io)); // prettier-ignore
  for (const [name, en, ru] of DEMO) demo.command(name).description(t(io, en, ru)).action(async () => (await import('./demo.ts')).play(io, name)); // prettier-ignore
}

const profile = (io: Io): Option => new Option('--profile <profile>', t(io, 'configuration of the base', 'конфигурация базы')).choices(['bp30', 'ut11', 'soap', 'dataverse', 'business-central', 'dynamics-ce']); // prettier-ignore

const DEMO = [
  ['change', 'an accountant changes a counterparty in 1C', 'бухгалтер меняет контрагента в 1С'],
  ['invoice', 'issue an invoice here and get its number from 1C', 'выставить счёт здесь и получить номер из 1С'],
  ['conflict', 'the same field is changed on both sides', 'одно поле меняют с обеих сторон'],
  ['payment', 'an invoice is paid in 1C', 'счёт оплачивают в 1С'],
] as const;
