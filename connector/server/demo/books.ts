/** The fake 1C as the people who work in it meet it: its control endpoint does what they would do on their screens. */
import { request } from 'undici';
import { SidebookError } from '../../errors.ts';
import type { Fields, HostId } from '../../model.ts';
import { textOf } from '../../fields.ts';
import { unreachable } from '../../hosts/answers.ts';
import { noAnswer } from '../../hosts/http.ts';

/** One host, the fake 1C. */
export const HOST: HostId = 'buh';
export const PARTIES = 'Catalog_Контрагенты';
export const INVOICES = 'Document_СчетНаОплатуПокупателю';
export const PAYMENTS = 'Document_ПоступлениеНаРасчетныйСчет';

export type Row = Readonly<Record<string, unknown>>;
export type Operation = 'get' | 'edit' | 'create' | 'post';

/** Performs one operation; fails in the words of the books, and with HostError where they do not answer. */
export type Books = (operation: Operation, set: string, ...more: readonly unknown[]) => Promise<Row>;

interface Answer {
  readonly ok: boolean;
  readonly result?: Row | null;
  readonly error?: string;
}

/** `control`: address of the endpoint, asked each time because a fake that was started again may listen elsewhere. */
export const booksAt =
  (control: () => string): Books =>
  async (operation, ...args) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await request(control() + operation, { method: 'POST', headers, body: JSON.stringify(args) }).catch(
      (error: unknown) => {
        throw unreachable(noAnswer(error), { host: HOST, at: {}, write: true });
      },
    );
    const body = (await answer.body.json()) as Answer;
    if (!body.ok) throw new SidebookError('host-refused', { host: HOST, sentence: body.error ?? '' });
    return body.result ?? {};
  };

/** A value of the books as text. */
export const shown = (row: Row, name: string): string => (typeof row[name] === 'string' ? row[name] : '');

/** Whom one can write an invoice to: has a number at the tax office, is not to be deleted. */
export const isParty = (fields: Fields): boolean => fields['deletionMark'] !== true && textOf(fields, 'taxId') !== '';
