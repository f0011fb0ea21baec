import { hashOf } from '../../kit/random.ts';

/** New references and random texts. All of them come from one counter, so a replayed journal continues where it stopped. */
export interface Ids {
  next: number;
  guid: () => string;
  /** `length` random hexadecimal digits. */
  hex: (length: number) => string;
}

/** References look like those of 1C: a counter in front, a machine part behind. */
export function createIds(seed: number): Ids {
  const node = hex8(hashOf(`node ${seed}`)) + hex8(hashOf(`more ${seed}`)).slice(0, 4);
  const ids: Ids = {
    next: 1,
    guid: () => {
      const n = ids.next++;
      const front = (Math.imul(n, 2654435761) ^ hashOf(`front ${seed}`)) >>> 0; // an odd factor keeps all values different
      return `${hex8(front)}-${hex8(n).slice(0, 4)}-11f0-8${hex8(n).slice(5)}-${node}`;
    },
    hex: (length) => {
      let text = '';
      while (text.length < length) text += hex8(hashOf(`${seed}/${ids.next++}`));
      return text.slice(0, length);
    },
  };
  return ids;
}

const hex8 = (n: number): string => n.toString(16).padStart(8, '0');
