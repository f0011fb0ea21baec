/** The page of the demo: steps above, the host's form on the left, Sidebook's panels on the right. */
import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Widget } from '../../connector/server/contract/embed.ts';
import type { Bill, BillForm, Field, PartyForm, Play, Values } from '../../connector/server/demo/contract.ts';
import { billForm, play as played, Refused, save } from './api.ts';
import { Bar } from './bar.tsx';
import { BillView, List, PartyView } from './forms.tsx';
import './page.css';
import { Panels, type Tab } from './panels.tsx';
import type { Navigation } from './shells.ts';
import { happened, type Seen, Steps, type Ticks } from './steps.tsx';
import { useForm, useParties, useWide } from './watch.ts';
import { type Lang, type Look, wordsOf } from './words.ts';

const entityOf = (key: string): string => `buh:Catalog_Контрагенты:${key}`;
const asked = new URLSearchParams(location.search);
const firstLang: Lang = (asked.get('lang') ?? navigator.language).slice(0, 2) === 'ru' ? 'ru' : 'en';
document.documentElement.lang = firstLang; // the first list is asked for in it
const firstLook: Look = asked.get('look') === 'dynamics' ? 'dynamics' : 'onec';

/** Which panel shows what a step is about. */
const PANEL_OF: Readonly<Record<Play, Widget>> = {
  change: 'counterparty',
  invoice: 'invoices',
  conflict: 'problems',
  payment: 'invoices',
};

function App() {
  const [lang, setLang] = useState(firstLang);
  const [look, setLook] = useState(firstLook);
  const [key, setKey] = useState('');
  const [bill, setBill] = useState<BillForm | null>(null);
  const [draft, setDraft] = useState<Partial<Values>>({});
  const [tab, setTab] = useState<Tab>('invoices');
  const [ticks, setTicks] = useState<Ticks>({});
  const [busy, setBusy] = useState<Play | null>(null);
  const [said, setSaid] = useState('');
  const [isLost, setLost] = useState(false);
  const [action, setAction] = useState<string | null>(null);
  const seen = useRef(new Map<string, Seen>());
  const isWide = useWide();
  const list = useParties(setLost);
  const words = wordsOf(lang, look);
  const current = key === '' ? (list[0]?.key ?? '') : key;

  useEffect(() => {
    document.documentElement.lang = lang;
    history.replaceState(null, '', `?look=${look}&lang=${lang}`);
  }, [lang, look]);
  // What was said before was said in the other language.
  useEffect(() => setSaid(''), [lang]);

  const note = (now: PartyForm): void => {
    const so = seen.current.get(now.key) ?? { first: now, awaited: false };
    seen.current.set(now.key, so);
    setTicks((known) => ({ ...known, ...happened(so, now) }));
  };
  const { form, pulse, look: lookAtOnce } = useForm(current, note, setLost);
  const awaitChange = (): void => {
    const before = seen.current.get(current);
    if (before) seen.current.set(current, { ...before, awaited: true });
  };
  const act = (work: Promise<string>): Promise<void> =>
    work.then(setSaid, (error: unknown) => setSaid(error instanceof Refused ? error.message : words.lost)).finally(lookAtOnce);

  const onPlay = (what: Play, invoice: string | null = null): void => {
    setBusy(what);
    setTab(PANEL_OF[what]);
    void act(played(what, current, invoice, lang).then((text) => (what === 'change' && awaitChange(), text))).finally(() => setBusy(null)); // prettier-ignore
  };
  const onSave = (): void => void act(save(current, draft).then(() => (awaitChange(), setDraft({}), words.saved)));
  const onChoose = (chosen: string): void => {
    setBill(null);
    setDraft({});
    setKey(chosen);
  };
  const onOpen = (one: string): void => void billForm(one).then(setBill, () => undefined);
  /** Asked for once more, it opens once more. */
  const onAction = (next: string): void => {
    setAction(null);
    setTimeout(() => setAction(next), 50);
  };
  const onNavigate = ({ entity = '', widget, action: next }: Navigation): void => {
    const [host, type = '', id = ''] = entity.split(':');
    const isParty = type.startsWith('Catalog_');
    if (host === 'buh' && isParty && id !== current) onChoose(id);
    if (next !== undefined) onAction(next);
    if (widget) setTab(widget);
    else if (host === 'buh' && isParty) setBill(null);
    else if (host === 'buh') onOpen(id);
  };
  const isReady = form !== null && form.key === current;
  const host = { lang, words };
  return (
    <div class={`demo ${look}`}>
      <Bar words={words} lang={lang} look={look} onLang={setLang} onLook={setLook} />
      <Steps words={words} ticks={ticks} busy={isReady ? busy : 'change'} onPlay={onPlay} />
      <p class="said" role="status">
        {isLost ? words.lost : said || words.begin}
      </p>
      <main>
        <div class="host">
          <div class="chrome" aria-hidden="true">
            <b>{look === 'dynamics' ? 'Dynamics 365' : lang === 'ru' ? '1С:Предприятие' : '1C:Enterprise'}</b>
            <span>
              {look === 'onec'
                ? lang === 'ru'
                  ? 'Бухгалтерия предприятия, редакция 3.0'
                  : 'Enterprise Accounting 3.0'
                : 'Sales Hub'}
            </span>
          </div>
          {words.note !== '' && <p class="note">{words.note}</p>}
          {list.length > 0 && <List {...host} parties={list} chosen={current} onChoose={onChoose} />}
          {!isReady && <p class="wait">{words.loading}</p>}
          {isReady && bill !== null && <BillView {...host} form={bill} onBack={() => setBill(null)} />}
          {isReady && bill === null && (
            <PartyView
              {...host}
              form={form}
              draft={draft}
              onType={(field: Field, value) => setDraft({ ...draft, [field]: value })}
              onSave={onSave}
              onPay={(one: Bill) => onPlay('payment', one.key)}
              onOpen={onOpen}
            />
          )}
        </div>
        {isReady && (
          <Panels
            entity={entityOf(current)}
            lang={lang}
            look={look}
            words={words}
            tab={tab}
            isWide={isWide}
            problems={form.problems}
            pulse={pulse}
            action={action}
            onTab={(next) => (setAction(null), setTab(next))}
            onNavigate={onNavigate}
          />
        )}
      </main>
    </div>
  );
}

const root = document.getElementById('demo');
if (root) render(<App />, root);
