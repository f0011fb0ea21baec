/** Who called, and by which name: what a person has to type before a command to get here again, and whose command it is. */
import { userInfo } from 'node:os';
import { basename } from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * "npx sidebook" in a checkout, where only npm knows the name: npm says so in the environment, and whoever starts the file itself
 * stands in one. "sidebook" where it was installed as a command.
 */
export function calledAs(env: Env, program: string): string {
  if (env['npm_command'] !== undefined || env['npm_execpath'] !== undefined) return 'npx sidebook';
  const isFile = basename(program).endsWith('.js') && !/[\\/]node_modules[\\/]/.test(program);
  return isFile ? 'npx sidebook' : 'sidebook';
}

/** As the environment says; a service or a container may say nothing, then as the system does. */
export const accountOf = (env: Env, system: () => string = systemAccount): string =>
  env['USER'] || env['LOGNAME'] || env['USERNAME'] || system() || 'unknown';

/** Empty where the system has no name for its user: a container may run as a bare number. */
function systemAccount(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}
