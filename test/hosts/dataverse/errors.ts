/** Refusals of the Web API: a status, a code in hex and a sentence (hosts/dynamics.md 1.1, 1.13). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export const gone = (table: string, id: string): ApiError =>
  new ApiError(404, '0x80040217', `${table} With Id = ${id} Does Not Exist`);
export const stale = (): ApiError => new ApiError(412, '0x80060882', "The version of the existing record doesn't match the RowVersion property provided."); // prettier-ignore
export const bad = (message: string, code = '0x80040203'): ApiError => new ApiError(400, code, message);
export const closed = (): ApiError => new ApiError(400, '0x80043b1d', 'The invoice cannot be changed because it is closed.');
