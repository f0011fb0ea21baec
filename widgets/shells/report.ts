/** What a shell tells our own server of a widget, once, when its first data is there. Never names, sums, texts or ids. */
import type { Telemetry } from '../../connector/server/contract/embed.ts';
import type { Emit, Events } from '../runtime/context.ts';
import type { Api } from '../runtime/transport.ts';

export interface ReportOptions extends Pick<Telemetry, 'shell' | 'version'> {
  readonly widget: string;
  readonly api: Pick<Api, 'send'>;
  /** performance.now() when the person began to wait. */
  readonly since: number;
}

const MOST_CODES = 20;
const LONGEST_MS = 600_000;

/** Class of the engine: nothing that would tell one machine from another. */
export function engineOf(agent: string): Telemetry['engine'] {
  if (/V8WebKit/.test(agent)) return '1c';
  if (/Chrom(e|ium)\//.test(agent)) return 'chromium';
  if (/Gecko\//.test(agent)) return 'gecko';
  return /AppleWebKit\//.test(agent) ? 'webkit' : 'other';
}

/** The same `emit`; by the way it collects codes of errors until the first data, and then sends them. */
export function reporting(options: ReportOptions, emit: Emit): Emit {
  const errors: string[] = [];
  let told = false;
  return (name, detail) => {
    emit(name, detail);
    if (told) return;
    if (name === 'error') note(errors, (detail as Events['error']).code);
    if (name !== 'ready') return;
    told = true;
    send(options, errors);
  };
}

function note(errors: string[], code: string): void {
  if (/^[a-z0-9-]{1,60}$/.test(code) && errors.indexOf(code) < 0 && errors.length < MOST_CODES) errors.push(code);
}

/** Nobody waits for it, and nothing is said when it fails. */
function send({ widget, shell, version, api, since }: ReportOptions, errors: readonly string[]): void {
  const firstDataMs = Math.min(LONGEST_MS, Math.max(0, Math.round(performance.now() - since)));
  const body = { widget, shell, version, engine: engineOf(navigator.userAgent), firstDataMs, errors };
  api.send({ method: 'POST', path: 'telemetry', body }).catch(() => undefined);
}
