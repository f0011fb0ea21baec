/** The left side: what a person sees in the host. A list of counterparties, the form of one with its invoices, the form of an invoice. */
import type { Bill, BillForm, Field, Party, PartyForm, Values } from '../../connector/server/demo/contract.ts';
import { day, type Lang, money, type Words } from './words.ts';

export interface Host {
  readonly lang: Lang;
  readonly words: Words;
}

interface ListProps extends Host {
  readonly parties: readonly Party[];
  readonly chosen: string;
  readonly onChoose: (key: string) => void;
}

export const List = ({ words, parties, chosen, onChoose }: ListProps) => (
  <section class="list" aria-label={words.parties}>
    <h2>{words.parties}</h2>
    <ul>
      {parties.map(({ key, name, taxId }) => (
        <li key={key}>
          <button type="button" aria-current={key === chosen ? 'true' : undefined} onClick={() => onChoose(key)}>
            <span>{name}</span> <span class="num">{taxId}</span>
          </button>
        </li>
      ))}
    </ul>
  </section>
);

const FIELDS: readonly Field[] = ['name', 'legalName', 'taxId', 'branchCode', 'phone', 'comment'];

interface PartyProps extends Host {
  readonly form: PartyForm;
  /** What was typed and is not saved yet. */
  readonly draft: Partial<Values>;
  readonly onType: (field: Field, value: string) => void;
  readonly onSave: () => void;
  readonly onPay: (bill: Bill) => void;
  readonly onOpen: (key: string) => void;
}

export function PartyView(props: PartyProps) {
  const { words, form, draft, onType, onSave } = props;
  const isChanged = Object.keys(draft).length > 0;
  const submit = (event: Event): void => {
    event.preventDefault();
    onSave();
  };
  return (
    <form class="object" onSubmit={submit} aria-label={words.party}>
      <header>
        <h1>
          {form.values.name} <small>({words.party})</small>
        </h1>
        <div class="commands">
          <button class="main" type="submit" disabled={!isChanged}>
            {words.save}
          </button>
          {isChanged && <span class="hint">{words.changed}</span>}
          <span class="hint code">
            {words.code} {form.code}
          </span>
        </div>
      </header>
      <div class="fields">
        {FIELDS.map((field) => (
          <label key={field} class={`field ${field}`}>
            <span>{words.fields[field]}</span>
            <input
              name={field}
              value={draft[field] ?? form.values[field]}
              title={draft[field] ?? form.values[field]}
              autocomplete="off"
              onInput={(event) => onType(field, event.currentTarget.value)}
            />
          </label>
        ))}
      </div>
      <Bills {...props} />
    </form>
  );
}

const isPaid = ({ total, paid }: Bill): boolean => money('en', paid) === money('en', total);

const Bills = ({ words, lang, form, onPay, onOpen }: PartyProps) => (
  <section class="bills" aria-label={words.bills}>
    <h2>{words.bills}</h2>
    {form.bills.length === 0 ? (
      <p>{words.none}</p>
    ) : (
      <table>
        <thead>
          <tr>
            <th>{words.number}</th>
            <th>{words.date}</th>
            <th class="sum">{words.total}</th>
            <th class="sum">{words.paid}</th>
            <th>
              <span class="sr">{words.pay}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {form.bills.map((bill) => (
            <tr key={bill.id} data-bill={bill.number ?? ''} data-paid={isPaid(bill) ? 'yes' : 'no'}>
              <td>{bill.key === null ? <em>{words.notThere}</em> : <Open bill={bill} words={words} onOpen={onOpen} />}</td>
              <td>{day(lang, bill.date)}</td>
              <td class="sum">{money(lang, bill.total)}</td>
              <td class="sum" data-label={words.paid}>
                {money(lang, bill.paid)}
              </td>
              <td>{bill.key !== null && <Pay bill={bill} words={words} onPay={onPay} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
);

const Open = ({ bill, words, onOpen }: { bill: Bill; words: Words; onOpen: (key: string) => void }) => (
  <button class="link" type="button" onClick={() => onOpen(bill.key ?? '')}>
    {bill.number ?? words.notThere}
  </button>
);

const Pay = ({ bill, words, onPay }: { bill: Bill; words: Words; onPay: (bill: Bill) => void }) =>
  bill.isCancelled ? (
    <span class="hint">{words.cancelled}</span>
  ) : isPaid(bill) ? (
    <span class="paid">✓ {words.paidWord}</span>
  ) : (
    <button type="button" title={words.payTitle} onClick={() => onPay(bill)}>
      {words.pay}
    </button>
  );

export const BillView = ({ words, lang, form, onBack }: Host & { form: BillForm; onBack: () => void }) => (
  <section class="object" aria-label={words.bill}>
    <header>
      <h1>
        {words.bill} {form.number}
      </h1>
      <div class="commands">
        <button type="button" onClick={onBack}>
          ← {words.back}
        </button>
        <span class="hint">
          {day(lang, form.date)} · {form.posted ? words.posted : words.notPosted}
        </span>
      </div>
    </header>
    <div class="bills">
      <table>
        <thead>
          <tr>
            <th>{words.line}</th>
            <th class="sum">{words.quantity}</th>
            <th class="sum">{words.price}</th>
            <th class="sum">{words.total}</th>
          </tr>
        </thead>
        <tbody>
          {form.lines.map((line, i) => (
            <tr key={i}>
              <td>{line.text}</td>
              <td class="sum">{line.quantity}</td>
              <td class="sum">{money(lang, line.price)}</td>
              <td class="sum">{money(lang, line.amount)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th colSpan={3}>{words.total}</th>
            <td class="sum">{money(lang, form.total)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  </section>
);
