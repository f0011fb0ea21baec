import { zeroGuid, type Row } from '../base/rows.ts';
import type { Party, Place } from './parties.ts';
import type { Reference } from './reference.ts';

/** Rows of `КонтактнаяИнформация`: text for people, JSON and XML for programs, split fields for lists (1c.md 4.4). */
export function contactRows(party: Party, reference: Reference, of: 'Контрагента' | 'Партнера' = 'Контрагента'): Row[] {
  const rows: Row[] = [];
  if (party.place && of === 'Контрагента') rows.push(addressRow('ЮрАдресКонтрагента', party.place, reference));
  if (party.place && of === 'Контрагента' && party.name.length % 3 === 0)
    rows.push(addressRow('ПочтовыйАдресКонтрагента', party.place, reference));
  if (party.phone !== '') rows.push(phoneRow(`Телефон${of}`, party.phone, reference));
  if (party.email !== '') rows.push(emailRow(`Email${of}`, party.email, reference));
  return rows.map((row, i) => ({ ...row, LineNumber: i + 1 }));
}

const kindOf = (reference: Reference, name: string): string => reference.contactKinds.get(name) ?? zeroGuid;

function addressRow(kind: string, place: Place, reference: Reference): Row {
  const where = [
    place.postalCode,
    place.city === '' ? `г. ${place.region}` : `${place.region}, г. ${place.city}`,
    `ул. ${place.street}`,
    `д. ${place.house}`,
  ];
  const value = where.join(', ');
  return {
    Тип: 'Адрес',
    Вид_Key: kindOf(reference, kind),
    Представление: value,
    Значение: JSON.stringify({
      value,
      type: 'Адрес',
      country: 'РОССИЯ',
      countryCode: '643',
      ZIPcode: place.postalCode,
      area: place.region,
      city: place.city,
      street: place.street,
      houseNumber: place.house,
    }),
    ЗначенияПолей: fieldsXml(value, 'Адрес'),
    Страна: 'РОССИЯ',
    Регион: place.region,
    Город: place.city,
  };
}

function phoneRow(kind: string, phone: string, reference: Reference): Row {
  const digits = phone.replace(/\D/g, '');
  return {
    Тип: 'Телефон',
    Вид_Key: kindOf(reference, kind),
    Представление: phone,
    Значение: JSON.stringify({
      value: phone,
      type: 'Телефон',
      countryCode: '7',
      areaCode: digits.slice(1, 4),
      number: digits.slice(4),
    }),
    ЗначенияПолей: fieldsXml(phone, 'Телефон'),
    НомерТелефона: digits,
    НомерТелефонаБезКодов: digits.slice(4),
  };
}

function emailRow(kind: string, email: string, reference: Reference): Row {
  return {
    Тип: 'АдресЭлектроннойПочты',
    Вид_Key: kindOf(reference, kind),
    Представление: email,
    Значение: JSON.stringify({ value: email, type: 'АдресЭлектроннойПочты' }),
    ЗначенияПолей: fieldsXml(email, 'ЭлектроннаяПочта'),
    АдресЭП: email,
    ДоменноеИмяСервера: email.slice(email.indexOf('@') + 1),
  };
}

function fieldsXml(text: string, type: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<КонтактнаяИнформация xmlns="http://www.v8.1c.ru/ssl/contactinfo" Представление="${escaped}"><Состав xsi:type="${type}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/></КонтактнаяИнформация>`;
}
