import { dayOf } from '../base/clock.ts';
import { kopecks, linesOf, numberOf, refOf, textOf, type Row } from '../base/rows.ts';
import type { World } from '../base/world.ts';

/** УТ, new settlement architecture: `AccumulationRegister_РасчетыСКлиентамиПоСрокам` (1c.md 4.10.3). */
export const settlements = 'AccumulationRegister_РасчетыСКлиентамиПоСрокам';

export interface Debt {
  document: readonly [set: string, key: string];
  /** ДатаПлановогоПогашения. */
  due: string;
  debt: number;
  advance: number;
}

/** One record; `Долг` and `Предоплата` are both positive in their own sense. */
export function settlementRecord(
  common: { analytics: string; object: string; row: Row },
  { document, due, debt, advance, sign }: Debt & { sign: 'Receipt' | 'Expense' },
): Row {
  return {
    RecordType: sign,
    АналитикаУчетаПоПартнерам_Key: common.analytics,
    ОбъектРасчетов_Key: common.object,
    Валюта_Key: refOf(common.row, 'Валюта'),
    РасчетныйДокумент: document[1],
    РасчетныйДокумент_Type: `StandardODATA.${document[0]}`,
    ДатаПлановогоПогашения: due,
    ДатаВозникновения: `${dayOf(textOf(common.row, 'Date'))}T00:00:00`,
    Долг: debt,
    ДолгРегл: debt,
    ДолгУпр: debt,
    Предоплата: advance,
    ПредоплатаРегл: advance,
    ПредоплатаУпр: advance,
  };
}

/** What is open on one settlement object, per document and due date, without one document's own records. */
export function openDebts(world: World, common: { analytics: string; object: string }, without: string): Debt[] {
  const open = new Map<string, Debt>();
  for (const id of world.indexes.settlementsOf.find(common.object)) {
    if (id.endsWith(without)) continue;
    for (const record of linesOf(world.base.get(settlements, id), 'RecordSet')) {
      if (refOf(record, 'АналитикаУчетаПоПартнерам') === common.analytics && refOf(record, 'ОбъектРасчетов') === common.object)
        add(open, record);
    }
  }
  return [...open.values()];
}

function add(open: Map<string, Debt>, record: Row): void {
  const document = [
    textOf(record, 'РасчетныйДокумент_Type').slice('StandardODATA.'.length),
    textOf(record, 'РасчетныйДокумент'),
  ] as const;
  const due = textOf(record, 'ДатаПлановогоПогашения');
  const before = open.get(document[1] + due);
  const sign = textOf(record, 'RecordType') === 'Receipt' ? 1 : -1;
  const plus = (a: number, name: string): number => (kopecks(a) + sign * kopecks(numberOf(record, name))) / 100;
  open.set(document[1] + due, {
    document,
    due,
    debt: plus(before?.debt ?? 0, 'Долг'),
    advance: plus(before?.advance ?? 0, 'Предоплата'),
  });
}
