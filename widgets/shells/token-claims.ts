/** What the page may read in its own token without asking anyone: language and time zone. Nothing is decided by it. */
export interface Shown {
  readonly lang: string | null;
  readonly tz: string | null;
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

export function shownClaims(token: string): Shown {
  try {
    const body = (token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
    const claims = JSON.parse(atob(body)) as Readonly<Record<string, unknown>>;
    return { lang: text(claims['loc']), tz: text(claims['tz']) };
  } catch {
    return { lang: null, tz: null };
  }
}
