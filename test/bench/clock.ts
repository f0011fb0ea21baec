/** A real world whose clock can be set forward: what is due tonight or in a minute is due now. */
import type { World } from '../../connector/model.ts';
import { realWorld } from '../../connector/world.ts';

export interface Ahead extends World {
  pass(minutes: number): void;
}

export function ahead(minutes = 0): Ahead {
  const real = realWorld();
  let ms = minutes * 60_000;
  return { ...real, now: () => new Date(real.now().getTime() + ms), pass: (more) => void (ms += more * 60_000) };
}
