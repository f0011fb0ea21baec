/** What a widget leaves behind: listeners on what outlives it, observers, timers that repeat. */
import type { Page } from 'playwright-core';

const COUNT = `(() => {
  if (window.sidebookLeft) return;
  const kept = new Map();
  const key = (type, listener, options) => type + ' ' + String(typeof options === 'object' && options ? options.capture === true : options === true);
  const of = (target) => kept.get(target) ?? (kept.set(target, []), kept.get(target));
  const put = (target, name, listener) => of(target).push({ name, listener });
  const drop = (target, name, listener) => {
    const at = of(target).findIndex((one) => one.name === name && one.listener === listener);
    if (at >= 0) of(target).splice(at, 1);
  };
  const wrap = (prototype, method, before) => {
    const own = prototype[method];
    prototype[method] = function (...given) { before(this, ...given); return own.apply(this, given); };
  };
  wrap(EventTarget.prototype, 'addEventListener', (on, type, listener, options) => put(on ?? window, key(type, listener, options), listener));
  wrap(EventTarget.prototype, 'removeEventListener', (on, type, listener, options) => drop(on ?? window, key(type, listener, options), listener));
  wrap(MediaQueryList.prototype, 'addListener', (on, listener) => put(on, 'media', listener));
  wrap(MediaQueryList.prototype, 'removeListener', (on, listener) => drop(on, 'media', listener));
  for (const Observer of [ResizeObserver, MutationObserver, IntersectionObserver]) {
    wrap(Observer.prototype, 'observe', (on) => put(on, Observer.name, null));
    wrap(Observer.prototype, 'disconnect', (on) => kept.delete(on));
  }
  const [set, clear] = [window.setInterval, window.clearInterval];
  const timers = new Set();
  window.setInterval = (...given) => { const id = set(...given); timers.add(id); return id; };
  window.clearInterval = (id) => { timers.delete(id); clear(id); };
  // Elements that are gone take their listeners with them.
  const stays = (target) => !(target instanceof Node) || target.isConnected;
  window.sidebookLeft = () => [
    ...[...kept].flatMap(([target, ones]) => (stays(target) ? ones.map(({ name }) => target.constructor.name + ' ' + name) : [])),
    ...[...timers].map(() => 'timer'),
  ];
})()`;

/** From now on they are counted. */
export const countListeners = (page: Page): Promise<unknown> => page.evaluate(COUNT);
/** Those that were added since and are still there, by name. What is taken out cleans up some 35 ms later: let the clock run. */
export const listenersLeft = (page: Page): Promise<string[]> => page.evaluate<string[]>('sidebookLeft()');
