/** What a move says while it goes on and at its end. */
import type { MssqlAddress } from '../store/mssql/address.ts';
import type { MovedSum } from '../store/mssql/move/move.ts';
import { count } from '../words/format.ts';
import { t, type Io } from './io.ts';
import { table } from './table.ts';

const EVERY = 10_000;
export function progress(io: Io, name: string, rows: number): void {
  if (io.isTty) io.out(`\r\x1b[K${name} ${count(io.lang, rows)}`);
  else if (rows % EVERY === 0) io.out(`${name} ${count(io.lang, rows)}\n`);
}

export function told(io: Io, sums: readonly MovedSum[], address: Pick<MssqlAddress, 'name' | 'schema'>): void {
  const rows = sums.map((s) => [s.table, count(io.lang, s.count), s.hash.slice(0, 16)]);
  io.out(`${table(rows, { right: [1], indent: '  ' })}\n`);
  io.out(`${t(io, `Moved to ${address.name}, schema ${address.schema}: every table has the same rows there.`, `Перенесено в ${address.name}, схема ${address.schema}: строки всех таблиц там те же.`)}\n`); // prettier-ignore
}

export function next(io: Io, to: string, section: 'store' | 'private'): void {
  const how = to.startsWith('env:') ? `{ "env": "${to.slice(4)}" }` : to.startsWith('file:') ? `{ "file": "${to.slice(5)}" }` : `{ "env": "SIDEBOOK_${section.toUpperCase()}" }`; // prettier-ignore
  io.out(`${t(io, `Next: add "url": ${how} to "${section}" of the configuration; "file" stays.`, `Дальше: добавьте в настройки, в "${section}": "url": ${how}; "file" остаётся.`)}\n`); // prettier-ignore
  if (to.includes('://')) io.out(`${t(io, 'The address stood on the command line, password included: clear the history of the shell, or use --to env:NAME next time.', 'Адрес вместе с паролем был в командной строке: очистите историю оболочки, в другой раз пишите --to env:ИМЯ.')}\n`); // prettier-ignore
}
