/** Icons are drawn here, in the colour of the text around them. */
const PATHS = {
  ok: 'M3.5 8.5l3 3 6-7',
  warn: 'M8 2l6.5 12h-13zM8 6.5v3.5M8 12v.5',
  error: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM5.5 5.5l5 5M10.5 5.5l-5 5',
  waiting: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM8 4.5V8l2.5 2',
  sending: 'M13.5 8A5.5 5.5 0 1 1 11 3.4M11 1v2.8h2.8',
  none: 'M4 8h8',
  lock: 'M4 7h8v6.5H4zM5.5 7V5a2.5 2.5 0 0 1 5 0v2',
  copy: 'M5.5 5.5h8v8h-8zM3 10.5H2.5v-8h8V3',
  open: 'M6.5 3H3v10h10V9.5M9 2.5h4.5V7M13.5 2.5L7.5 8.5',
  add: 'M8 3v10M3 8h10',
  list: 'M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.5M2.5 8h.5M2.5 12h.5',
  down: 'M4 6l4 4 4-4',
  close: 'M4 4l8 8M12 4l-8 8',
  link: 'M6.5 9.5l3-3M7 4.5l1.5-1.5a3 3 0 0 1 4.5 4.5L11.5 9M9 11.5L7.5 13A3 3 0 0 1 3 8.5L4.5 7',
  offline: 'M2 2l12 12M4.5 12.5a3 3 0 0 1-.3-6M7 4.2a4 4 0 0 1 5 3.3 2.6 2.6 0 0 1 .8 4.6',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.5 10.5l3.5 3.5',
  phone: 'M3.5 2h3l1 3.5-1.8 1.3a9 9 0 0 0 3.5 3.5l1.3-1.8 3.5 1v3a1 1 0 0 1-1 1A11.5 11.5 0 0 1 2.5 3a1 1 0 0 1 1-1z',
  pin: 'M5 2h6M6.5 2v4.5L4 9.5h8L9.5 6.5V2M8 9.5V14.5',
  info: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM8 7.5v4M8 4.5v.5',
} as const;
export type IconName = keyof typeof PATHS;

/** The same as a mask, where a node for it would be one too many; the colour is that of the text. */
export const iconUrl = (name: IconName): string =>
  `url("data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="${PATHS[name]}" fill="none" stroke="#000" stroke-width="1.6"/></svg>`)}")`;

/** Decoration only: the word beside it says the same. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="sb-icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}
