/** Refusals of Business Central: a status, a code and a sentence with the number of the call behind it (hosts/dynamics.md 4.3). */
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

export const notFound = (set: string): ApiError =>
  new ApiError(404, 'Internal_RecordNotFound', `The record in ${set} does not exist.`);
export const noSuch = (what: string): ApiError => new ApiError(404, 'BadRequest_NotFound', `Bad Request - Error in query syntax: ${what}.`); // prettier-ignore
export const changed = (): ApiError => new ApiError(409, 'Request_EntityChanged', 'Another user has already changed the record.');
export const noMatch = (): ApiError => new ApiError(412, 'BadRequest', 'The If-Match header is missing.');
export const dialog = (message: string): ApiError => new ApiError(400, 'Application_DialogException', message);
export const invalid = (message: string): ApiError => new ApiError(400, 'Application_FieldValidationException', message);
export const busy = (seconds?: number): ApiError =>
  new ApiError(429, 'Application_TooManyRequests', 'Too many requests reached.', seconds === undefined ? {} : { 'Retry-After': String(seconds) }); // prettier-ignore

const CALL = '6b1b5f3c-7c4b-4d7f-9a9e-1f2e3d4c5b6a';

/** As it goes over the wire; the sentence in the language that was asked for. */
export function errorBody({ code, message }: { readonly code: string; readonly message: string }, language = ''): string {
  const said = language.startsWith('pl') ? `Błąd: ${message}` : message;
  return JSON.stringify({ error: { code, message: `${said}  CorrelationId:  ${CALL}.` } });
}
