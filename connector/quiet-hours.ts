import type { HostConfig } from './config.ts';

/** Hours in which the host is left alone, by its own clock; "22:00-05:00" passes midnight. */
export function isQuiet(host: Pick<HostConfig, 'quietHours' | 'timeZone'>, now: Date): boolean {
  const format = new Intl.DateTimeFormat('sv-SE', {
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
    ...(host.timeZone === undefined ? {} : { timeZone: host.timeZone }),
  });
  const time = format.format(now);
  return host.quietHours.some((span) => {
    const [from = '', to = ''] = span.split('-');
    return from <= to ? time >= from && time < to : time >= from || time < to;
  });
}
