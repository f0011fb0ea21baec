/** A refusal of the API: a code of the catalogue, a status, and which inputs are wrong. http/errors.ts makes problem+json of it. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: Readonly<Record<string, string | number>>;
  /** Path of the input -> code of the catalogue ("lines.0.price" -> "field-number"). */
  readonly fields: Readonly<Record<string, string>>;
  constructor(
    status: number,
    code: string,
    detail: Readonly<Record<string, string | number>> = {},
    fields: Readonly<Record<string, string>> = {},
    cause?: unknown,
  ) {
    super(code, cause === undefined ? undefined : { cause });
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.fields = fields;
  }
}
