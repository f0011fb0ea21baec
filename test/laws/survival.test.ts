/** What a host has and we do not map survives every write (sync-design A17, I15; features.md M5). */
import { expect } from 'chai';
import fc from 'fast-check';
import { add } from '../../connector/decimal.ts';
import type { Fields, Line } from '../../connector/model.ts';
import { readPack } from '../../connector/packs.ts';
import { holds } from '../unit/property.ts';
import { hostObject } from './host-objects.ts';
import { allUnits, refs, sample, TABLES, type FieldOf, type Json, type Sample } from './sample.ts';
import { record } from './values.ts';

const pack = readPack('onec-bp30');
const of = (entity: string): Sample => sample(pack.find((f) => f.entity === entity) ?? { entity: 'invoice' });
const [party, invoice] = [of('counterparty'), of('invoice')];
const rowsOf = (object: Json, part: string): Json[] => object[part] as Json[];
const without = (row: Json, ...names: string[]): Json =>
  Object.fromEntries(Object.entries(row).filter(([k]) => !names.includes(k)));

describe('contact rows nobody mapped', () => {
  const contacts = (party.file['fields'] as FieldOf[]).find((f) => f.name === 'contacts');
  const rows = (contacts?.['rows'] ?? []) as Record<string, string>[];
  const mapped = new Set(rows.map((r) => `${r['type'] ?? ''} ${r['kind'] ?? ''}`));
  const kindOf = (row: Json): string | undefined => TABLES['contactKinds']?.get(String(row['Вид_Key']));
  /** Of a kind that is not ours, and not without a kind, which may stand in for ours. */
  const isForeign = (row: Json): boolean =>
    kindOf(row) !== undefined && !mapped.has(`${String(row['Тип'])} ${String(kindOf(row))}`);
  const written = (h: Json, x: Fields): Json[] =>
    rowsOf({ ...h, ...party.mapping.toHost(x, allUnits(party), refs, h).body }, 'КонтактнаяИнформация');

  it('stay in their order whatever is written', () => {
    holds(
      fc.property(hostObject(party), record(party), (h, x) => {
        const [before, after] = [rowsOf(h, 'КонтактнаяИнформация'), written(h, x)].map((all) =>
          all.filter(isForeign).map((r) => without(r, 'LineNumber')),
        );
        expect(after).to.deep.equal(before);
      }),
      500,
    );
  });

  it('are numbered from one without gaps', () => {
    holds(
      fc.property(hostObject(party), record(party), (h, x) => {
        const after = written(h, x);
        expect(after.map((r) => r['LineNumber'])).to.deep.equal(after.map((_, i) => String(i + 1)));
      }),
    );
  });

  it('keep the columns of a changed row that nobody mapped', () => {
    holds(
      fc.property(hostObject(party), (h) => {
        const shown = party.mapping.fromHost(h, refs).fields;
        fc.pre(typeof shown['phone'] === 'string');
        const [before, after] = [rowsOf(h, 'КонтактнаяИнформация'), written(h, { ...shown, phone: '+7 495 000-00-00' })];
        const changed = after.findIndex((r) => r['Представление'] === '+7 495 000-00-00');
        expect(after[changed]?.['ВидДляСписка_Key']).to.equal(before[changed]?.['ВидДляСписка_Key']);
        expect(after.filter((_, i) => i !== changed)).to.deep.equal(before.filter((_, i) => i !== changed));
      }),
    );
  });
});

describe('columns of lines nobody mapped', () => {
  const part = 'Товары';
  /** Rows that can be told apart by what they show. */
  const told = hostObject(invoice).filter((h) => {
    const lines = invoice.mapping.fromHost(h, refs).fields['lines'] as Line[];
    return lines.length >= 2 && new Set(lines.map((l) => JSON.stringify(l))).size === lines.length;
  });
  const ours = (h: Json, change: (lines: Line[]) => Line[]): Fields => {
    const fields = invoice.mapping.put({}, invoice.mapping.fromHost(h, refs).fields, {});
    return { ...fields, lines: change([...(fields['lines'] as Line[])]) };
  };
  const rowsAfter = (h: Json, x: Fields): Json[] =>
    rowsOf({ ...h, ...invoice.mapping.toHost(x, allUnits(invoice), refs, h).body }, part);
  const unnumbered = (rows: readonly Json[]): Json[] => rows.map((r) => without(r, 'LineNumber'));
  const at = fc.integer({ min: 0, max: 3 });

  it('stay on their lines when one line is removed', () => {
    holds(
      fc.property(told, at, (h, i) => {
        const k = i % rowsOf(h, part).length;
        const rest = <T>(all: readonly T[]): T[] => all.filter((_, j) => j !== k);
        expect(unnumbered(rowsAfter(h, ours(h, rest)))).to.deep.equal(unnumbered(rest(rowsOf(h, part))));
      }),
      500,
    );
  });

  it('follow their lines when the order changes', () => {
    holds(
      fc.property(told, (h) => {
        expect(
          unnumbered(
            rowsAfter(
              h,
              ours(h, (l) => l.reverse()),
            ),
          ),
        ).to.deep.equal(unnumbered([...rowsOf(h, part)].reverse()));
      }),
      500,
    );
  });

  it('stay on their lines though ours hold more digits', () => {
    const same = { Номенклатура: '', Номенклатура_Type: 'StandardODATA.Undefined', Содержание: 'Услуга' };
    const alike = hostObject(invoice)
      .filter((h) => rowsOf(h, part).length >= 2)
      .map((h) => ({ ...h, [part]: rowsOf(h, part).map((r, i) => ({ ...r, ...same, Цена: i + 0.5 })) }));
    const finer = (l: Line): Line => ({ ...l, price: add(l.price, '0.001') });
    holds(
      fc.property(alike, at, (h, i) => {
        const k = i % rowsOf(h, part).length;
        const rest = <T>(all: readonly T[]): T[] => all.filter((_, j) => j !== k);
        const x = ours(h, (l) => rest(l).map(finer));
        const ids = (rows: readonly Json[]): unknown[] => rows.map((r) => r['ИдентификаторСтроки']);
        expect(ids(rowsAfter(h, x))).to.deep.equal(ids(rest(rowsOf(h, part))));
      }),
    );
  });

  it('leave every line untouched but the one that changed', () => {
    holds(
      fc.property(told, at, (h, i) => {
        const rows = rowsOf(h, part);
        const k = i % rows.length;
        const after = rowsAfter(h, ours(h, (l) => l.map((line, j) => (j === k ? { ...line, quantity: '7.777' } : line)))); // prettier-ignore
        expect(after.filter((_, j) => j !== k)).to.deep.equal(rows.filter((_, j) => j !== k));
        expect(after[k]).to.deep.equal({ ...rows[k], Количество: 7.777 });
      }),
      500,
    );
  });
});
