/** One token for all widgets that share a provider: asked for once, kept in memory only, renewed once for all who saw it expire. */
export interface Tokens {
  readonly get: () => Promise<string>;
  /** `stale`: the token that was refused. */
  readonly renew: (stale: string) => Promise<string>;
  /** A new one, whatever is known of the old. */
  readonly fresh: () => Promise<string>;
}

/** @param provider makes a fresh token; the host's page, or 1C through the bridge */
export function createTokens(provider: () => Promise<string>): Tokens {
  let current: string | null = null;
  let asked: Promise<string> | null = null;
  const ask = (): Promise<string> => {
    if (asked) return asked;
    const request = provider().then((token) => (current = token));
    asked = request;
    const over = (): void => {
      asked = null;
    };
    request.then(over, over);
    return request;
  };
  return {
    get: () => (current === null ? ask() : Promise.resolve(current)),
    renew: (stale) => (current !== null && current !== stale ? Promise.resolve(current) : ask()),
    fresh: ask,
  };
}
