/** sidebook analogues: what can be offered instead of what. */
import type { Item } from '../private/model.ts';
import type { PrivateView } from '../private/private-store.ts';
import { parseAmount } from '../words/field-args.ts';
import { quantity } from '../words/format.ts';
import { t, type Io } from './io.ts';
import { itemsIn, named, withPrivate } from './private.ts';
import { NotFound } from './private-errors.ts';
import { table } from './table.ts';

export async function list(io: Io, name: string): Promise<void> {
  await withPrivate(io, async (view) => {
    const item = await named(itemsIn(view), name);
    const found = await view.analogues(item.id);
    const cells = await Promise.all(
      found.map(async ({ item: other, factor }) => rowOf(io, await view.item(other), other, factor)),
    );
    const none = t(io, `None yet: ${io.called} analogues add ITEM OTHER`, `Пока нет: ${io.called} analogues add ПОЗИЦИЯ ДРУГАЯ`);
    io.out(`${item.name}, ${item.unit}\n${cells.length === 0 ? none : table(cells, { right: [0], indent: '  ' })}\n`);
  });
}

const rowOf = ({ lang }: Io, other: Item | null, id: string, factor: string): string[] => [
  `× ${quantity(lang, factor)}`,
  other?.name ?? '',
  other?.unit ?? '',
  id,
];

const both = async (view: PrivateView, item: string, other: string): Promise<[Item, Item]> => [
  await named(itemsIn(view), item),
  await named(itemsIn(view), other),
];

export async function add(io: Io, name: string, otherName: string, factor: string): Promise<void> {
  await withPrivate(io, async (view) => {
    const [item, other] = await both(view, name, otherName);
    await view.setAnalogue({ for: item.id, item: other.id, factor: parseAmount(factor, 'factor') }, true);
    io.out(`${item.name} ← ${other.name}\n`);
  });
}

export async function remove(io: Io, name: string, otherName: string): Promise<void> {
  await withPrivate(io, async (view) => {
    const [item, other] = await both(view, name, otherName);
    const known = (await view.analogues(item.id)).find((a) => a.item === other.id);
    if (!known) throw new NotFound('row', other.name);
    await view.setAnalogue({ for: item.id, item: other.id, factor: known.factor }, false);
    io.out(
      `${t(io, `${other.name} no longer stands for ${item.name}.`, `${other.name} больше не годится вместо ${item.name}.`)}\n`,
    );
  });
}
