/** What the private store knows of a rival, answered to the thread that reads its list: as the person who asked, page by page. */
import type { Known } from '../../import/index.ts';
import type { Id } from '../../private/model.ts';
import type { Answers, Ask, KnownItem } from './orders.ts';

const PAGE = 1000;

/** One for each list: it remembers how far the items were told. */
export function answersOf(imports: Known, competitor: Id): (ask: Ask) => Promise<Answers[Ask['of']]> {
  const items = imports.items()[Symbol.asyncIterator]();
  return (ask) => {
    switch (ask.of) {
      case 'columns':
        return imports.columns(competitor, ask.shape);
      case 'names':
        return imports.names(competitor);
      case 'before':
        return imports.before(competitor, ask.hash);
      case 'items':
        return pageOf(items);
    }
  };
}

async function pageOf(items: AsyncIterator<KnownItem>): Promise<KnownItem[]> {
  const page: KnownItem[] = [];
  while (page.length < PAGE) {
    const next = await items.next();
    if (next.done === true) break;
    page.push(next.value);
  }
  return page;
}
