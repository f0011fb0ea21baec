/** Who asks, as the private store knows people (connector/private/rights.ts). */
import type { Viewer } from '../private/private-store.ts';
import type { Principal } from './principal.ts';

export const viewerOf = ({ actor, roles, team, granted }: Principal): Viewer => ({ user: actor, roles, team, granted });
