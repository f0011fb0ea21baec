import type { Random } from '../../kit/random.ts';
import { companyInn, personInn, registrationNumber, spoiledInn } from './tax-numbers.ts';
import { companyStems, companySuffixes, firstNames, foreigners, patronymics, places, streets, surnames } from './words.ts';

/** A counterparty as people describe it, before a release spells it. */
export interface Party {
  readonly name: string;
  readonly fullName: string;
  readonly kind: 'company' | 'trader' | 'person' | 'foreign' | 'retail';
  readonly country: string;
  readonly inn: string;
  readonly kpp: string;
  readonly ogrn: string;
  readonly foreignNumber: string;
  /** Index of the head office among the parties. */
  readonly head: number | undefined;
  readonly marked: boolean;
  readonly folder: number;
  readonly phone: string;
  readonly email: string;
  readonly place: Place | undefined;
}

export interface Place {
  readonly region: string;
  readonly city: string;
  readonly postalCode: string;
  readonly street: string;
  readonly house: string;
}

export const folders = ['Покупатели', 'Поставщики', 'Разовые клиенты', 'Иностранные компании'];

/** `count` parties: companies, branches, traders, persons, foreigners, people's mistakes included. */
export function makeParties(random: Random, count: number): Party[] {
  const parties: Party[] = [retail()];
  while (parties.length < count) addParty(random, parties, count);
  return parties;
}

function addParty(random: Random, parties: Party[], count: number): void {
  const left = count - parties.length;
  const dice = random.next();
  if (left <= Math.max(4, Math.round(count / 60))) parties.push(duplicateOf(random, parties, left % 2 === 0));
  else if (dice < 0.02) addBranches(random, parties);
  else if (dice < 0.22) parties.push(trader(random));
  else if (dice < 0.3) parties.push(person(random));
  else if (dice < 0.35) parties.push(foreign(random));
  else parties.push(company(random));
}

const blank = {
  country: 'RU',
  inn: '',
  kpp: '',
  ogrn: '',
  foreignNumber: '',
  head: undefined,
  marked: false,
  folder: 0,
  phone: '',
  email: '',
  place: undefined,
};

const retail = (): Party => ({
  ...blank,
  name: 'Розничный покупатель',
  fullName: 'Розничный покупатель',
  kind: 'retail',
  folder: 2,
});

function company(random: Random): Party {
  const [office, region, city, postalCode] = random.pick(places);
  const name = `${random.pick(companyStems)}${random.chance(0.6) ? `-${random.pick(companySuffixes)}` : ` ${random.pick(companySuffixes)}`}`;
  const form = random.chance(0.9)
    ? { short: 'ООО', full: 'Общество с ограниченной ответственностью' }
    : { short: 'АО', full: 'Акционерное общество' };
  const inn = innWithMistakes(random, companyInn(random, office));
  return {
    ...blank,
    name: `${name} ${form.short}`,
    fullName: random.chance(0.5) ? `${form.short} "${name}"` : `${form.full} "${name}"`,
    kind: 'company',
    inn,
    kpp: inn === '' ? '' : `${office}01001`,
    ogrn: registrationNumber(random, office, false),
    marked: random.chance(0.02),
    ...contacts(random, region, city, postalCode),
  };
}

/** 8 % have no number or a wrong one. */
function innWithMistakes(random: Random, inn: string): string {
  const dice = random.next();
  if (dice < 0.045) return '';
  return dice < 0.08 ? spoiledInn(inn) : inn;
}

/** A head office and two or three branches: one ИНН, different КПП (1c.md 8.1). */
function addBranches(random: Random, parties: Party[]): void {
  const [office] = random.pick(places);
  const head: Party = { ...company(random), inn: companyInn(random, office), kpp: `${office}01001`, marked: false };
  const at = parties.push(head) - 1;
  for (let i = 0; i < random.whole(2, 3); i++) {
    const [branchOffice, region, city, postalCode] = random.pick(places);
    const name = `${head.name} (филиал ${city === '' ? region : city}${i === 0 ? '' : ` ${i + 1}`})`;
    parties.push({
      ...head,
      name,
      kpp: `${branchOffice}43${String(i + 1).padStart(3, '0')}`,
      head: at,
      ...contacts(random, region, city, postalCode),
    });
  }
}

function trader(random: Random): Party {
  const [office, region, city, postalCode] = random.pick(places);
  const [surname, first, patronymic] = [random.pick(surnames), random.pick(firstNames), random.pick(patronymics)];
  return {
    ...blank,
    name: `${surname} ${first[0] ?? ''}.${patronymic[0] ?? ''}. ИП`,
    fullName: `Индивидуальный предприниматель ${surname} ${first} ${patronymic}`,
    kind: 'trader',
    inn: innWithMistakes(random, personInn(random, office)),
    ogrn: registrationNumber(random, office, true),
    marked: random.chance(0.015),
    ...contacts(random, region, city, postalCode),
  };
}

function person(random: Random): Party {
  const [office, region, city, postalCode] = random.pick(places);
  const name = `${random.pick(surnames)} ${random.pick(firstNames)} ${random.pick(patronymics)}`;
  const inn = random.chance(0.4) ? personInn(random, office) : '';
  return { ...blank, name, fullName: name, kind: 'person', inn, folder: 2, ...contacts(random, region, city, postalCode) };
}

function foreign(random: Random): Party {
  const [country, name, foreignNumber] = random.pick(foreigners);
  return { ...blank, name, fullName: name, kind: 'foreign', country, foreignNumber, folder: 3, ...contacts(random, '', '', '') };
}

/** The same party typed twice: exactly, or with a name that only looks different. */
function duplicateOf(random: Random, parties: readonly Party[], exact: boolean): Party {
  const companies = parties.filter((p) => p.kind === 'company' && p.inn !== '' && p.head === undefined && !p.marked);
  const original = random.pick(companies.length > 0 ? companies : parties);
  if (exact) return { ...original, name: original.name.replace(/ (ООО|АО)$/, '').concat(' (дубль)') };
  return { ...original, name: original.name.replace('-', ' '), inn: '', kpp: '', ogrn: '' };
}

function contacts(random: Random, region: string, city: string, postalCode: string): Pick<Party, 'phone' | 'email' | 'place'> {
  const house = `${random.whole(1, 120)}${random.chance(0.3) ? `, оф. ${random.whole(1, 400)}` : ''}`;
  const place =
    region === '' || random.chance(0.1) ? undefined : { region, city, postalCode, street: random.pick(streets), house };
  const phone = random.chance(0.85)
    ? `+7 (${random.whole(900, 999)}) ${random.whole(100, 999)}-${random.whole(10, 99)}-${random.whole(10, 99)}`
    : '';
  return {
    place,
    phone,
    email: random.chance(0.7)
      ? `info${random.whole(1, 9999)}@${random.pick(['mail', 'firma', 'office'])}${random.whole(1, 99)}.example`
      : '',
  };
}
