/** Each line gets its item, by itself or by a person's decision, and the factor to the item's unit; or it is said why not. */
import type { Line } from './line.ts';
import { lineKey, type Goods, type How, type ItemIndex, type Proposal } from './match.ts';
import type { Decision, ImportRequest } from './request.ts';
import { found, LIMITS, type Found } from './table.ts';
import { factorOf, newItemUnit } from './unit-factor.ts';

/** A new item has no id yet: it gets one when the import is applied; lines of one key share it. */
export interface Taken {
  readonly line: Line;
  readonly item: Goods | { readonly id: null; readonly key: string; readonly name: string; readonly sku: string | null; readonly unit: string };
  readonly how: How | 'decided' | 'new';
  readonly unit: string;
  readonly packFactor: string;
} // prettier-ignore
export interface Open {
  readonly line: Line;
  readonly proposals: readonly Proposal[];
}
export interface Placed {
  readonly taken: readonly Taken[];
  readonly open: readonly Open[];
  /** Lines a person said are none of ours, now or before. */
  readonly refused: readonly Line[];
  readonly found: readonly Found[];
  readonly leftOut: number;
}

export function settled(lines: readonly Line[], request: ImportRequest, index: ItemIndex): Placed {
  const desk = new Desk(request, index);
  for (const line of lines) desk.place(line);
  return {
    taken: desk.taken,
    open: desk.open,
    refused: desk.refused,
    found: desk.found,
    leftOut: desk.left + (request.kind === 'offer' ? 0 : desk.open.length),
  };
}

class Desk {
  readonly taken: Taken[] = [];
  readonly open: Open[] = [];
  readonly refused: Line[] = [];
  readonly found: Found[] = [];
  left = 0;
  private readonly prices = new Map<string, Line>();
  private readonly request: ImportRequest;
  private readonly index: ItemIndex;

  constructor(request: ImportRequest, index: ItemIndex) {
    this.request = request;
    this.index = index;
  }

  place(line: Line): void {
    const decided = this.request.decisions?.get(lineKey(line));
    if (decided !== undefined) return this.decided(line, decided);
    const match = this.index.match(line);
    if (match.is === 'refused') this.refused.push(line);
    else if (match.is === 'linked') this.take(line, match.item, match.how);
    else if (match.proposals.length === 0 && this.request.newItems) this.takeNew(line);
    else this.open.push({ line, proposals: match.proposals });
  }

  private decided(line: Line, decision: Decision): void {
    if (decision === 'skip') this.refused.push(line);
    else if (decision === 'new') this.takeNew(line);
    else {
      const item = this.index.item(decision.item);
      if (item) this.take(line, item, 'decided');
      else this.leave(line, 'import-item-unknown', decision.item);
    }
  }

  private takeNew(line: Line): void {
    this.take(line, { id: null, key: lineKey(line), name: line.name, sku: line.sku, unit: newItemUnit(line) }, 'new');
  }

  private take(line: Line, item: Taken['item'], how: Taken['how']): void {
    const factor = factorOf(line, item.unit);
    if (this.request.kind === 'offer') return void this.taken.push({ line, item, how, unit: line.unit?.unit ?? item.unit, packFactor: '1' });
    if ('code' in factor) return this.leave(line, factor.code, factor.came);
    if (this.isTwice(line, item, factor.unit)) return;
    this.taken.push({ line, item, how, unit: factor.unit, packFactor: factor.factor });
  } // prettier-ignore

  /** Two prices of one item tell apart by quantity, unit or region; else nobody knows which one holds. */
  private isTwice(line: Line, item: Taken['item'], unit: string): boolean {
    const key = [item.id ?? ('key' in item ? item.key : ''), unit, line.minQuantity, line.region, line.date].join('\n');
    const first = this.prices.get(key);
    if (!first) return (this.prices.set(key, line), false);
    const isSame = first.price === line.price && first.currency === line.currency;
    this.leave(line, isSame ? 'import-line-twice' : 'import-price-twice', String(first.row));
    return true;
  }

  private leave(line: Line, code: Found['code'], came: string): void {
    this.left++;
    if (this.found.length < LIMITS.found) this.found.push(found('row', code, line.row, null, came));
  }
}
