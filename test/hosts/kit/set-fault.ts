import { faultNames, type Faults } from './faults.ts';

/** Sets or clears (null, undefined) one fault; a name that does not exist would make a test prove nothing. */
export function setFault(faults: Faults, name: string, rule: unknown): void {
  const known = faultNames.find((n) => n === name);
  if (known === undefined) throw new Error(`unknown fault "${name}"; known: ${faultNames.join(', ')}`);
  if (rule === null || rule === undefined) Reflect.deleteProperty(faults, known);
  else Object.assign(faults, { [known]: rule });
}
