import { useRef } from 'preact/hooks';

let made = 0;
/** An id for `for` and `aria-describedby`, unique in the page. */
export function useId(prefix: string): string {
  const id = useRef('');
  if (id.current === '') id.current = `sb-${prefix}-${String(++made)}`;
  return id.current;
}
