/** Theme and density as a host writes them; anything else is the usual. */
import type { Density, ThemeChoice } from '../runtime/themes.ts';

export const chosenLook = (given: {
  readonly theme: string | null;
  readonly density: string | null;
}): { theme: ThemeChoice; density: Density } => ({
  theme: given.theme === 'dark' || given.theme === 'light' || given.theme === 'hc' ? given.theme : 'auto',
  density: given.density === 'cozy' ? 'cozy' : 'compact',
});
