/** sidebook init: asks or takes flags; writes a commented configuration and prints the 1C code that publishes what is needed. */
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { pathToFileURL } from 'node:url';
import { setsOf } from '../pack-of.ts';
import { CONFIG_NAME } from '../config.ts';
import { ownFile } from '../own-files.ts';
import { readPack } from '../packs.ts';
import { t, type Io } from './io.ts';

export interface InitOptions {
  readonly url?: string;
  readonly user?: string;
  readonly profile?: string;
  readonly host?: string;
  readonly passwordEnv?: string;
  readonly force?: boolean;
}

const HOST_NAME = /^[a-z][a-z0-9-]{0,30}$/;

interface Answers {
  readonly host: string;
  readonly profile: string;
  readonly url: string;
  readonly user: string;
  readonly passwordEnv: string;
}

export async function init(io: Io, options: InitOptions): Promise<void> {
  const file = io.configFile ?? join(io.cwd, CONFIG_NAME);
  if (existsSync(file) && !options.force) {
    io.err(`${t(io, `${file} is there already; --force writes it anew.`, `${file} уже есть; --force запишет заново.`)}\n`);
    return io.fail(1);
  }
  const answers = await ask(io, options);
  writeFileSync(file, configText(io, answers, schemaAddress(file)));
  io.out(`${t(io, `Written: ${file}`, `Записано: ${file}`)}\n\n${publishing(io, answers.profile)}\n\n${next(io, answers)}\n`);
}

const SCHEMA = ownFile('docs/reference/sidebook.config.schema.json');

/** Where editors find the schema from the folder of the configuration; null where this copy of Sidebook has none. */
export function schemaAddress(file: string): string | null {
  if (!existsSync(SCHEMA)) return null;
  const path = relative(dirname(resolve(file)), SCHEMA);
  if (isAbsolute(path)) return pathToFileURL(SCHEMA).href; // another drive
  return (path.startsWith('.') ? path : `./${path}`).split(sep).join('/');
}

async function ask(io: Io, o: InitOptions): Promise<Answers> {
  const defaults = {
    host: 'buh',
    profile: 'bp30',
    url: 'http://localhost/buh/odata/standard.odata/',
    user: 'Sidebook',
    passwordEnv: 'SIDEBOOK_PASSWORD',
  };
  const given = {
    ...defaults,
    ...Object.fromEntries(Object.entries(o).filter(([k, v]) => k in defaults && v !== undefined)),
  } as Answers;
  if (!io.isTty || o.url !== undefined) return given;
  const input = createInterface({ input: process.stdin, output: process.stdout });
  const question = async (text: string, value: string, fits = /./): Promise<string> => {
    const answer = (await input.question(`${text} [${value}]: `)).trim() || value;
    return fits.test(answer) ? answer : question(text, value, fits);
  };
  try {
    return {
      host: await question(t(io, 'Short name of the base (a-z)', 'Короткое имя базы (латиницей)'), given.host, HOST_NAME),
      profile: await question(
        t(
          io,
          'Configuration: bp30 (Бухгалтерия 3.0) or ut11 (УТ, КА, ERP)',
          'Конфигурация: bp30 (Бухгалтерия 3.0) или ut11 (УТ, КА, ERP)',
        ),
        given.profile,
        /^(bp30|ut11)$/,
      ),
      url: await question(t(io, 'Address of its OData interface', 'Адрес интерфейса OData'), given.url, /^https?:\/\/./),
      user: await question(t(io, '1C user', 'Пользователь 1С'), given.user),
      passwordEnv: await question(
        t(io, 'Environment variable with the password', 'Переменная окружения с паролем'),
        given.passwordEnv,
      ),
    };
  } finally {
    input.close();
  }
}

export function configText(io: Pick<Io, 'lang'>, a: Answers, schema: string | null = null): string {
  const c = (en: string, ru: string): string => t(io, en, ru);
  return `// ${c('Sidebook: what is kept equal with what. Every key: docs/reference/configuration.md', 'Sidebook: что с чем держать одинаковым. Все ключи: docs/reference/configuration.md')}
{
${schema === null ? '' : `  "$schema": ${JSON.stringify(schema)},\n`}  "store": { "file": "./data/sidebook.db" },
  "hosts": {
    // ${c('A short name; it stands in commands, messages and ids.', 'Короткое имя: стоит в командах, сообщениях и идентификаторах.')}
    ${JSON.stringify(a.host)}: {
      "kind": "onec",
      "profile": ${JSON.stringify(a.profile)},
      "url": ${JSON.stringify(a.url)},
      "user": ${JSON.stringify(a.user)},
      // ${c('The password never stands here: an environment variable or {"file": "PATH"}.', 'Пароль здесь не пишут: переменная окружения или {"file": "ПУТЬ"}.')}
      "password": { "env": ${JSON.stringify(a.passwordEnv)} },
      // ${c('Zone of the clock of the base.', 'Часовой пояс базы.')}
      "timeZone": "Europe/Moscow",
      // ${c('With an exchange plan of your own changes arrive at once; without it versions are compared.', 'Со своим планом обмена изменения приходят сразу, без него сравниваются версии.')}
      // "exchangePlan": { "plan": "ExchangePlan_Sidebook", "node": "SB" },
      "mappings": {
        // ${c('Only invoices of this date and later; older ones are left alone.', 'Только счета с этой даты; старые не трогаем.')}
        "invoice": { "scope": { "in": { "from": "${String(new Date().getFullYear() - 1)}-01-01" } } }
        // ${c('Only some folders of counterparties:', 'Только некоторые папки контрагентов:')}
        // , "counterparty": { "scope": { "in": { "folder": ["Покупатели"] } } }
      }
    }
  },
  // ${c('Where invoices issued in Sidebook are created: ИНН of the organisation, or * for all.', 'Где создавать счета, выставленные в Sidebook: ИНН организации или * для всех.')}
  "issueIn": { "*": ${JSON.stringify(a.host)} }
}
`;
}

const KINDS: readonly (readonly [string, string])[] = [
  ['ChartOfCharacteristicTypes_', 'ПланВидовХарактеристик.'],
  ['ChartOfAccounts_', 'ПланСчетов.'],
  ['AccountingRegister_', 'РегистрБухгалтерии.'],
  ['AccumulationRegister_', 'РегистрНакопления.'],
  ['InformationRegister_', 'РегистрСведений.'],
  ['ExchangePlan_', 'ПланОбмена.'],
  ['Constant_', 'Константа.'],
  ['Document_', 'Документ.'],
  ['Catalog_', 'Справочник.'],
];

/** "Catalog_Контрагенты" -> "Справочник.Контрагенты", as 1C code names it. */
export function metadataName(set: string): string {
  const name = set.replace(/_RecordType$/, '');
  const kind = KINDS.find(([prefix]) => name.startsWith(prefix));
  return kind ? kind[1] + name.slice(kind[0].length) : name;
}

/** The lines of 1C code that add exactly the mapped objects to what is published already (hosts/1c.md 4.10.5). */
export function publishing(io: Pick<Io, 'lang'>, profile: string): string {
  const names = [...new Set([...setsOf(readPack(`onec-${profile}`))].map(metadataName))].sort();
  const head = t(
    io,
    '// Run once in 1C with full rights (external data processor, server side). It adds to what is published and reports names this release lacks.',
    '// Выполнить один раз в 1С с полными правами (внешняя обработка, на сервере). Добавляет к опубликованному и сообщает, чего нет в этом релизе.',
  );
  return `${head}
Состав = Новый Массив;
Для Каждого Объект Из ПолучитьСоставСтандартногоИнтерфейсаOData() Цикл
    Состав.Добавить(Объект);
КонецЦикла;
Имена = СтрРазделить("${names.join(',')}", ",");
Для Каждого Имя Из Имена Цикл
    Объект = Метаданные.НайтиПоПолномуИмени(Имя);
    Если Объект = Неопределено Тогда
        Сообщить(Имя);
    ИначеЕсли Состав.Найти(Объект) = Неопределено Тогда
        Состав.Добавить(Объект);
    КонецЕсли;
КонецЦикла;
УстановитьСоставСтандартногоИнтерфейсаOData(Состав);`;
}

const next = (io: Io, a: Answers): string =>
  t(io,
    `Next: set ${a.passwordEnv}, then "${io.called} doctor", then "${io.called} plan". Writing stays off until "${io.called} write on --by NAME" and "${io.called} write on ${a.host} --by NAME".`,
    `Дальше: задайте ${a.passwordEnv}, затем «${io.called} doctor», затем «${io.called} plan». Запись выключена, пока не выполнить «${io.called} write on --by ИМЯ» и «${io.called} write on ${a.host} --by ИМЯ».`); // prettier-ignore
