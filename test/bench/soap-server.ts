/** A big base over a web service, every page ready bytes: PARTIES, INVOICES. Prints its port when it listens. */
import { readBody } from '../hosts/kit/control.ts';
import { listen } from '../hosts/kit/listen.ts';
import { SIGNATURES, TYPES } from '../hosts/onec-soap/contract.ts';
import { written, type Values } from '../hosts/onec-soap/xml.ts';
import { envelope, wsdlOf } from '../hosts/soap/wire.ts';
import { innOf } from '../properties/habits.ts';

const [parties = 0, invoices = 0] = process.argv.slice(2).map(Number);
const PAGE = 500;
const key = (kind: number, n: number): string =>
  `${n.toString(16).padStart(8, '0')}-00${kind.toString(16).padStart(2, '0')}-11f0-a1b2-00155d000000`;
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const [ORGANISATION, ROUBLE] = [key(9, 1), key(8, 1)];
const ZERO = '00000000-0000-0000-0000-000000000000';

const party = (n: number): Values => ({
  Ид: key(1, n), Версия: String(n), ПометкаУдаления: 'false', Наименование: `Покупатель ${String(n)} ООО`, НаименованиеПолное: `ООО "Покупатель ${String(n)}"`,
  Вид: 'ЮридическоеЛицо', Страна: 'RU', ИНН: innOf(n), КПП: '770101001', РегистрационныйНомер: '', Телефон: `+7 495 ${String(1_000_000 + n)}`, Почта: `p${String(n)}@example.com`,
  ЮридическийАдрес: `101000, г. Москва, ул. Садовая, д. ${String(n % 300)}`, ПочтовыйАдрес: '', Комментарий: '',
}); // prettier-ignore
const row = (n: number): Values => ({ Номенклатура: ZERO, Содержание: `Услуги по договору, этап ${String(n)}`, Количество: '1', Цена: String(1200 * n), Сумма: String(1200 * n), Скидка: '0', СтавкаНДС: 'НДС20', СуммаНДС: String(200 * n) }); // prettier-ignore
const bill = (n: number): Values => ({
  Ид: key(2, n), Версия: String(n), ПометкаУдаления: 'false', Проведен: 'true', Номер: `РМ00-${String(n).padStart(6, '0')}`, Дата: `2025-${String(1 + (n % 12)).padStart(2, '0')}-10T10:${String(n % 60).padStart(2, '0')}:${String(Math.floor(n / 60) % 60).padStart(2, '0')}`,
  СрокОплаты: '2025-12-31', Организация: ORGANISATION, Контрагент: key(1, n % parties), Договор: ZERO, БанковскийСчет: ZERO, Валюта: ROUBLE, СуммаВключаетНДС: 'true', Сумма: '12000', Комментарий: '', Строки: [1, 2, 3, 4].map(row),
}); // prettier-ignore

function pages(operation: string, type: string, count: number, make: (n: number) => Values): Map<string, Buffer> {
  const made = new Map<string, Buffer>();
  for (let from = 0; from === 0 || from < count; from += PAGE) {
    const rows = Array.from({ length: Math.min(PAGE, count - from) }, (_, i) => make(from + i));
    const values = { return: { Всего: String(count), Конец: String(from + PAGE >= count), Строки: rows } };
    const after = from === 0 ? '' : textOf(make(from - 1)['Ид']);
    made.set(`${operation} ${after}`, Buffer.from(envelope(operation, written([`return t:Страница${type}`], values, 'm'))));
  }
  return made;
}

const answers = new Map([
  ...pages('СписокКонтрагентов', 'Контрагент', parties, party),
  ...pages('СписокСчетов', 'Счет', invoices, bill),
  ...pages('Организации', 'Организация', 1, () => ({ Ид: ORGANISATION, Версия: '1', Наименование: 'Ромашка ООО', ИНН: '7736050003', КПП: '773601001' })),
  ...pages('Валюты', 'Валюта', 1, () => ({ Ид: ROUBLE, Версия: '1', Код: '643', Наименование: 'RUB' })),
  ...pages('СписокНоменклатуры', 'Номенклатура', 0, () => ({})),
  ...pages('СписокДоговоров', 'Договор', 0, () => ({})),
  ...pages('БанковскиеСчета', 'БанковскийСчет', 0, () => ({})),
  ...pages('СписокОплат', 'Оплата', 0, () => ({})),
  ...pages('Долги', 'Долг', 0, () => ({})),
]); // prettier-ignore
const wsdl = Buffer.from(wsdlOf({ types: TYPES, operations: SIGNATURES }));

const { port } = await listen(0, (request, response) => {
  void readBody(request).then((body) => {
    const [, operation = '', after = ''] = /<soap:Body><(\S+?)[ >].*?(?:<После>(.*?)<\/После>|<После|<\/)/s.exec(body) ?? [];
    const bytes = request.method === 'GET' ? wsdl : answers.get(`${operation} ${after}`);
    response.writeHead(bytes ? 200 : 500, { 'content-type': 'text/xml; charset=utf-8', 'content-length': bytes?.length ?? 0 });
    response.end(bytes);
  });
});
process.stdout.write(`${String(port)}\n`);
process.on('disconnect', () => process.exit(0));
