import { OnecError } from '../base/errors.ts';
import { atomError } from '../odata/atom.ts';
import type { Answer, Request } from '../odata/call.ts';
import { contentType, formatOf } from '../odata/format.ts';
import type { Quirks } from '../quirks.ts';

/** An error body in the client's format; `lang` says `ru` whatever the language (1c.md 2.10). */
export function errorAnswer(
  error: OnecError,
  request: Pick<Request, 'format'> | undefined,
  headers: Readonly<Record<string, string>>,
  quirks: Quirks,
): Answer {
  const format = request?.format ?? safeFormat(headers);
  const message = quirks.errorLanguage === 'ru' ? error.ru : error.en;
  const type = { 'Content-Type': contentType(format, 'xml'), DataServiceVersion: '3.0' };
  if (format.kind === 'atom') return { status: error.status, headers: type, body: atomError(error.code, message) };
  const body = JSON.stringify({ 'odata.error': { code: error.code, message: { lang: 'ru', value: message } } });
  return { status: error.status, headers: type, body };
}

/** The query itself may be what is wrong: fall back on the header. */
function safeFormat(headers: Readonly<Record<string, string>>): ReturnType<typeof formatOf> {
  return formatOf({}, headers['accept'] ?? '');
}
