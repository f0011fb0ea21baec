/** The page of the demo: steps above, the host's form on the left, Sidebook's panels on the right. */
import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Widget } from '../../connector/server/contract/embed.ts';
import type { Bill, BillForm, Field, Party, PartyForm, Play, Values } from '../../connector/server/demo/contract.ts';
import { billForm, parties as listed, partyForm, play as played, Refused, save } from './api.ts';
import { BillView, List, PartyView } from './forms.tsx';
import './page.css';
import { Panels } from './panels.tsx';
import type { Navigation } from './shells.ts';
import { happened, type Seen, Steps, type Ticks } from './steps.tsx';
import { type Lang, type Look, type Words, wordsOf } from './words.ts';

const POLL_MS = 1500;
/** Every so many looks the panels are asked anew even when nothing was seen to change. */
const QUIET = 6;
const WIDE = '(min-width: 1200px)';
const entityOf = (key: string): string => `buh:Catalog_Контрагенты:${key}`;
const asked = new URLSearchParams(location.search);
const firstLang: Lang = (asked.get('lang') ?? navigator.language).slice(0, 2) === 'ru' ? 'ru' : 'en';
const firstLook: Look = asked.get('look') === 'dynamics' ? 'dynamics' : 'onec';

/** Which panel shows what a step is about. */
const PANEL_OF: Readonly<Record<Play, Widget>> = {
  change: 'counterparty',
  invoice: 'invoices',
  conflict: 'problems',
  payment: 'invoices',
};

function useWide(): boolean {
  const media = window.matchMedia(WIDE);
  const [isWide, setWide] = useState(media.matches);
  useEffect(() => {
    const look = (): void => setWide(media.matches);
    media.addEventListener('change', look);
    return () => media.removeEventListener('change', look);
  }, []);
  return isWide;
}

/** The first list comes once the fake has started and something is linked. */
function useParties(onLost: (isLost: boolean) => void): readonly Party[] {
  const [found, setFound] = useState<readonly Party[]>([]);
  useEffect(() => {
    if (found.length > 0) return undefined;
    const look = (): void =>
      void listed().then(
        (list) => (onLost(false), setFound(list)),
        () => onLost(true),
      );
    look();
    const timer = setInterval(look, POLL_MS);
    return () => clearInterval(timer);
  }, [found.length]);
  return found;
}

function App() {
  const [lang, setLang] = useState(firstLang);
  const [look, setLook] = useState(firstLook);
  const [key, setKey] = useState('');
  const [form, setForm] = useState<PartyForm | null>(null);
  const [bill, setBill] = useState<BillForm | null>(null);
  const [draft, setDraft] = useState<Partial<Values>>({});
  const [tab, setTab] = useState<Widget>('invoices');
  const [ticks, setTicks] = useState<Ticks>({});
  const [busy, setBusy] = useState<Play | null>(null);
  const [said, setSaid] = useState('');
  const [isLost, setLost] = useState(false);
  const [pulse, setPulse] = useState(0);
  const [turn, setTurn] = useState(0);
  const seen = useRef(new Map<string, Seen>());
  const isWide = useWide();
  const list = useParties(setLost);
  const words = wordsOf(lang, look);
  const current = key === '' ? (list[0]?.key ?? '') : key;

  useEffect(() => {
    document.documentElement.lang = lang;
    history.replaceState(null, '', `?look=${look}&lang=${lang}`);
  }, [lang, look]);

  /** Looks at the form again and again: what came over, what was ticked off, whether the panels have something new to show. */
  useEffect(() => {
    if (current === '') return undefined;
    let timer = 0;
    let last = '';
    let quiet = 0;
    let isOver = false;
    const took = (now: PartyForm): void => {
      if (isOver) return;
      const text = JSON.stringify(now);
      quiet = text === last ? quiet + 1 : 0;
      if (quiet % QUIET === 0 && last !== '') setPulse((n) => n + 1);
      last = text;
      note(now);
      setForm(now);
      setLost(false);
    };
    const again = (): void => {
      if (!isOver) timer = window.setTimeout(go, POLL_MS);
    };
    const go = (): void => void partyForm(current).then(took, () => setLost(true)).finally(again); // prettier-ignore
    go();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [current, turn]);

  const note = (now: PartyForm): void => {
    const before = seen.current.get(now.key) ?? { first: now, awaited: false, asked: false };
    const after = { ...before, asked: before.asked || now.problems > 0 };
    seen.current.set(now.key, after);
    setTicks((known) => ({ ...known, ...happened(after, now) }));
  };
  const await_ = (): void => {
    const before = seen.current.get(current);
    if (before) seen.current.set(current, { ...before, awaited: true });
  };
  const act = (work: Promise<string>): Promise<void> =>
    work
      .then(setSaid, (error: unknown) => setSaid(error instanceof Refused ? error.message : words.lost))
      .finally(() => setTurn((n) => n + 1));

  const onPlay = (what: Play, invoice: string | null = null): void => {
    setBusy(what);
    setTab(PANEL_OF[what]);
    void act(played(what, current, invoice, lang).then((text) => (what === 'change' && await_(), text))).finally(() => setBusy(null)); // prettier-ignore
  };
  const onSave = (): void => void act(save(current, draft).then(() => (await_(), setDraft({}), words.saved)));
  const onChoose = (chosen: string): void => {
    setBill(null);
    setDraft({});
    setKey(chosen);
  };
  const onOpen = (one: string): void => void billForm(one).then(setBill, () => undefined);
  const onNavigate = ({ entity = '', widget }: Navigation): void => {
    const [host, type = '', id = ''] = entity.split(':');
    const isParty = type.startsWith('Catalog_');
    if (host === 'buh' && isParty && id !== current) onChoose(id);
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
            onTab={setTab}
            onNavigate={onNavigate}
          />
        )}
      </main>
    </div>
  );
}

interface BarProps {
  readonly words: Words;
  readonly lang: Lang;
  readonly look: Look;
  readonly onLang: (lang: Lang) => void;
  readonly onLook: (look: Look) => void;
}

const Bar = ({ words, lang, look, onLang, onLook }: BarProps) => (
  <header class="bar">
    <b>Sidebook</b>
    <span>{words.demo}</span>
    <Choice label={words.lookLabel} value={look} all={[['onec', lang === 'ru' ? '1С' : '1C'], ['dynamics', 'Dynamics 365']]} onChoose={onLook} />
    <Choice label={words.langLabel} value={lang} all={[['ru', 'RU'], ['en', 'EN']]} onChoose={onLang} />
  </header>
); // prettier-ignore

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly all: readonly (readonly [T, string])[];
  readonly onChoose: (value: T) => void;
}

function Choice<T extends string>({ label, value, all, onChoose }: ChoiceProps<T>) {
  return (
    <div class="choice" role="group" aria-label={label}>
      {all.map(([one, text]) => (
        <button key={one} type="button" data-choice={one} aria-pressed={one === value} onClick={() => onChoose(one)}>
          {text}
        </button>
      ))}
    </div>
  );
}

const root = document.getElementById('demo');
if (root) render(<App />, root);
