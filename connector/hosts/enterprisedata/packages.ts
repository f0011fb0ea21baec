/**
 * Packages of a line of goods: 1C may count and price by them, so they follow a quantity or a price that was changed here. Where they do not
 * come out exactly, the line is said in units alone: a number of packages that contradicts its quantity is never sent.
 */
import { compare, divide, isZero, multiply } from '../../decimal.ts';
import { child, elements, textOf, type Tree } from './tree.ts';

const [QUANTITY, PRICE, COUNT, PACKAGE_PRICE] = ['Количество', 'Цена', 'КоличествоУпаковок', 'ЦенаЗаУпаковку'] as const;
const [QUANTITY_PLACES, PRICE_PLACES] = [3, 2];

/** `told`: the line as 1C told it; `line`: its elements by name, with what was changed. */
export function followPackages(told: Tree, line: Map<string, Tree>): void {
  const was = (name: string): string => textOf(child(told, name));
  const moved = [QUANTITY, PRICE].filter((name) => was(name) !== textOf(line.get(name)));
  if (moved.length === 0 || (was(COUNT) === '' && was(PACKAGE_PRICE) === '')) return;
  const count = shareOf(textOf(line.get(QUANTITY)), was(COUNT), was(QUANTITY), QUANTITY_PLACES);
  const price = shareOf(textOf(line.get(PRICE)), was(QUANTITY), was(COUNT), PRICE_PLACES);
  if (count === null || price === null) return unpack(line);
  line.set(COUNT, [COUNT, count]);
  if (was(PACKAGE_PRICE) !== '' && moved.includes(PRICE)) line.set(PACKAGE_PRICE, [PACKAGE_PRICE, price]);
}

/** value × of / by, where that comes out exactly; null = it does not. */
function shareOf(value: string, of: string, by: string, places: number): string | null {
  if ([value, of, by].includes('') || isZero(by)) return null;
  const share = divide(multiply(value, of), by, places);
  return compare(multiply(share, by), multiply(value, of)) === 0 ? share : null;
}

function unpack(line: Map<string, Tree>): void {
  for (const name of [COUNT, PACKAGE_PRICE]) line.delete(name);
  const [name, article] = ['ДанныеНоменклатуры', line.get('ДанныеНоменклатуры')];
  if (article) line.set(name, [name, elements(article).filter(([n]) => n !== 'Упаковка')]);
}
