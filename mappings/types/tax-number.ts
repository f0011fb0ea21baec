/**
 * taxNumber: a host with one property for the number a party is taxed by. Russian ones stand in it as "ИНН/КПП", or ИНН alone; whatever
 * is none of both is a number of another country, where the kind has a field for that.
 */
import type { Fields, Value } from '../../connector/model.ts';
import { CannotWrite, property, type Codec } from '../codec.ts';
import { canonicalText } from './text.ts';

export interface TaxNumberSpec {
  host: string;
  /** The kind knows numbers of other countries: foreignTaxNo. */
  foreign: boolean;
  max: number;
}

const RUSSIAN = /^(\d{12}|\d{10})$/;
const WITH_BRANCH = /^(\d{10})\/(\d{9})$/;

type Numbers = Readonly<Record<string, string | null>>;

/** What the text of the host says. */
function split(text: string | null, foreign: boolean): Numbers {
  const [, inn = null, kpp = null] = WITH_BRANCH.exec(text ?? '') ?? [];
  const other = foreign ? { foreignTaxNo: null } : {};
  if (inn !== null) return { taxId: inn, branchCode: kpp, ...other };
  if (!foreign || text === null || RUSSIAN.test(text)) return { taxId: text, branchCode: null, ...other };
  return { taxId: null, branchCode: null, foreignTaxNo: text };
}

const textOf = (value: Value | undefined): string => (typeof value === 'string' ? value : '');

/** The text of the host for ours; a КПП goes with the ИНН of a company alone. */
function join(fields: Fields, foreign: boolean): string {
  const [taxId, branch] = [textOf(fields['taxId']), textOf(fields['branchCode'])];
  const both = `${taxId}/${branch}`;
  if (WITH_BRANCH.test(both)) return both;
  return taxId === '' && foreign ? textOf(fields['foreignTaxNo']) : taxId;
}

export function taxNumberCodec({ host, foreign, max }: TaxNumberSpec): Codec {
  const names = ['taxId', 'branchCode', ...(foreign ? ['foreignTaxNo'] : [])];
  const shownOf = (fields: Fields): Numbers => split(join(fields, foreign) || null, foreign);
  const isShown = (ours: Fields, shown: Fields): boolean => {
    const view = shownOf(ours);
    return names.every((name) => (view[name] ?? null) === (shown[name] ?? null));
  };
  return {
    fields: names,
    needs: [{ property: host }],
    read(object, to) {
      Object.assign(to.out, split(canonicalText(property(object, host), host), foreign));
    },
    write(fields) {
      const text = join(fields, foreign);
      if (text.length > max) throw new CannotWrite('field-too-long', 'taxId', { length: String(text.length), max: String(max) });
      return { [host]: text };
    },
    // Whoever has this ИНН, with any КПП or none: which of them it is, the caller sees.
    where: (fields) => ({
      [host]: textOf(fields['taxId']) === '' ? join(fields, foreign) : { startsWith: textOf(fields['taxId']) },
    }),
    view: (field, fields) => (fields[field] === undefined ? undefined : (shownOf(fields)[field] ?? null)),
    put: (field, ours, shown) => (ours[field] !== undefined && isShown(ours, shown) ? ours[field] : shown[field]),
    same: (_field, a, b) => (a ?? null) === (b ?? null),
    within: (field, sent, answer) => ((sent ?? null) === (answer ?? null) ? [] : [field]),
  };
}
