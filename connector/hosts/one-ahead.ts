/**
 * Pages one ahead: the next is asked for while this one is stored, so the host and we work at the same time. A failure is told when its
 * turn comes, and whoever stops in the middle leaves the page on its way unread.
 */
export async function* oneAhead<T>(pages: AsyncIterable<T>): AsyncGenerator<T> {
  const source = pages[Symbol.asyncIterator]();
  for (let coming = source.next(); ;) {
    const page = await coming;
    if (page.done === true) return;
    coming = source.next();
    coming.catch(() => undefined);
    yield page.value;
  }
}
