/** probe.html: what the engine can do, for support. It sends nothing. */
const has = (test: () => boolean): boolean => {
  try {
    return test();
  } catch {
    return false;
  }
};
const features: Readonly<Record<string, () => boolean>> = {
  Promise: () => typeof Promise === 'function',
  XMLHttpRequest: () => typeof XMLHttpRequest === 'function',
  'crypto.getRandomValues': () => typeof crypto.getRandomValues === 'function',
  MessageChannel: () => typeof MessageChannel === 'function',
  'custom elements': () => typeof customElements === 'object',
  'shadow DOM': () => 'attachShadow' in Element.prototype,
  adoptedStyleSheets: () => 'adoptedStyleSheets' in document,
  ResizeObserver: () => 'ResizeObserver' in window,
  fetch: () => 'fetch' in window,
  queueMicrotask: () => 'queueMicrotask' in window,
  'Intl zones': () => new Intl.DateTimeFormat('en', { timeZone: 'Europe/Moscow' }).resolvedOptions().timeZone === 'Europe/Moscow',
  'Intl ru numbers': () => /^1\s234,5$/.test(new Intl.NumberFormat('ru').format(1234.5)),
  'CSS variables': () => CSS.supports('color', 'var(--x)'),
  ':focus-visible': () => CSS.supports('selector(:focus-visible)'),
};
const lines = Object.keys(features).map((name) => `${has(features[name] ?? (() => false)) ? 'yes' : 'NO '}  ${name}`);
const place = document.getElementById('probe');
if (place) place.textContent = [navigator.userAgent, `origin ${location.origin}`, '', ...lines].join('\n');
