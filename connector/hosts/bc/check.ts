/** doctor for one company: reads a row of everything mapped, writes nothing, touches no feed. */
import type { Source } from '../../../mappings/mapping.ts';
import { isTaxId } from '../../party.ts';
import { HostError, type CheckFinding } from '../host.ts';
import { query } from '../odata-url.ts';
import type { Objects } from './objects.ts';
import { textOf } from '../dynamics-rows.ts';
import type { InvoiceWays } from './wire.ts';

export async function checkCompany(objects: Objects, sources: readonly Source[], ways: InvoiceWays): Promise<CheckFinding[]> {
  const findings: CheckFinding[] = [];
  const failed = await asFinding(async () => findings.push(await reached(objects)), { set: 'companies' });
  if (failed) return [failed];
  const sets = new Set(sources.flatMap((s) => [...s.collections, ...s.rows.map((of) => of.set)]));
  for (const set of sets) findings.push((await asFinding(() => first(objects, set), { set })) ?? { code: 'set-read', level: 'ok', detail: { set } }); // prettier-ignore
  const more = [() => taxId(objects), () => taxCodes(objects, ways), () => account(objects, ways)];
  for (const look of more) {
    const bad = await asFinding(async () => findings.push(...(await look())), { set: 'taxGroups' });
    if (bad) findings.push(bad);
  }
  return findings;
}

async function reached(objects: Objects): Promise<CheckFinding> {
  return { code: 'reached', level: 'ok', detail: { url: `${objects.client.url}${await objects.company.path('')}` } };
}

/** Lines are read below their invoice; by themselves they want a condition. */
async function first(objects: Objects, set: string): Promise<void> {
  const path = set === 'salesInvoiceLines' ? `salesInvoices${query({ $top: '1', $expand: set })}` : set + query({ $top: '1' });
  await objects.company.rows(await objects.company.path(path), set);
}

/** By its tax number our own company is known to be the one in the books of 1C. */
async function taxId(objects: Objects): Promise<CheckFinding[]> {
  const [us] = await objects.list('companyInformation');
  const [number = ''] = textOf(us?.['taxRegistrationNumber']).split('/');
  return isTaxId(number) ? [] : [{ code: 'company-tax-id', level: 'warning', detail: {} }];
}

async function taxCodes(objects: Objects, { taxCodes: codes }: InvoiceWays): Promise<CheckFinding[]> {
  const wanted = Object.values(codes);
  if (wanted.length === 0) return [];
  const there = new Set((await objects.list('taxGroups')).map((group) => textOf(group['code'])));
  return wanted.flatMap((tax) =>
    there.has(tax) ? [] : [{ code: 'tax-code-unknown', level: 'error' as const, detail: { tax } }],
  );
}

async function account(objects: Objects, { lineAccount }: InvoiceWays): Promise<CheckFinding[]> {
  if (lineAccount === null) return [];
  const $filter = `number eq '${lineAccount.replaceAll("'", "''")}'`;
  const found = await objects.list('accounts', { $select: 'id', $filter });
  return found.length > 0 ? [] : [{ code: 'account-unknown', level: 'error', detail: { account: lineAccount } }];
}

async function asFinding(work: () => Promise<unknown>, detail: Record<string, string>): Promise<CheckFinding | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return { code: error.code, level: 'error', detail: { ...detail, ...error.at } };
  }
}
