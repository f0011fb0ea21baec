/** A message that cannot be taken; the exchange says of which host. `code` is a catalogue code, `at` holds places and never values. */
export class BadMessage extends Error {
  readonly code: string;
  readonly at: Readonly<Record<string, string>>;
  constructor(code: string, at: Readonly<Record<string, string>> = {}, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause });
    this.code = code;
    this.at = at;
  }
}
