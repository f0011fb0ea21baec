/**
 * A table with one tab stop. Arrows, Home, End move; Enter opens, F2 edits, Insert adds, Delete removes, Space selects, / searches,
 * ? helps; each of them only when its handler is given, and each needs a button beside it. Ten thousand rows draw about thirty.
 */
import { type ComponentChildren, options } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useSidebook } from '../index.ts';
import { useId } from './id.ts';
import { Dialog } from './dialog.tsx';
import { type IconName, iconUrl } from './icon.tsx';
import type { Tone } from './simple.tsx';
import { drawn } from './window.ts';

export interface Column<R> {
  readonly key: string;
  readonly label: string;
  readonly cell: (row: R) => ComponentChildren;
  /** Of the cell itself, so that a row is a handful of nodes: the whole text on hover, colour, a mark before the text. */
  readonly look?: (row: R) => CellLook;
  /** A click opens the row; the keys do the same. */
  readonly opens?: boolean;
  readonly align?: 'end';
  /** CSS width ("7em"); without one the column takes what is left. */
  readonly width?: string;
  /** Goes to a second line of the row where the widget is narrow. */
  readonly second?: boolean;
}

export interface CellLook {
  readonly title?: string | undefined;
  readonly tone?: Tone | undefined;
  readonly icon?: IconName | undefined;
}

export interface GridProps<R> {
  readonly label: string;
  readonly columns: readonly Column<R>[];
  readonly rows: readonly R[];
  readonly rowKey: (row: R) => string;
  readonly onOpen?: (row: R) => void;
  readonly onEdit?: (row: R) => void;
  readonly onInsert?: () => void;
  readonly onDelete?: (row: R) => void;
  readonly onSelect?: (row: R) => void;
  readonly onSearch?: () => void;
  /** The row the keys act on, for buttons beside the table. */
  readonly onActive?: (row: R | null) => void;
  readonly selected?: ReadonlySet<string>;
  /** The key of a row that has just come to be: the keys move onto it. */
  readonly made?: string | null;
  /** Near the last row: time to load more. */
  readonly onEnd?: () => void;
  /** Rows there are in all, when not all are loaded. */
  readonly total?: number;
  /** Second lines also where the widget is of middle width. */
  readonly tall?: boolean;
  /** Pixels; 360 without. */
  readonly maxHeight?: number;
}

export const PRINTED_ROWS = 2_000;
const HELP = ['open', 'edit', 'insert', 'delete', 'select', 'search'] as const;

export function Grid<R>(props: GridProps<R>) {
  const { columns, rows, rowKey, maxHeight = 360 } = props;
  const { t, width, density } = useSidebook();
  const id = useId('grid');
  const grid = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [at, setAt] = useState<Place>(() => placeOf(rows[0], 0, rowKey));
  const [help, setHelp] = useState(false);
  const [printing, setPrinting] = useState(false);
  const narrow = (width === 'narrow' || (props.tall === true && width === 'middle')) && columns.some((column) => column.second);
  const rowHeight = (density === 'cozy' ? 44 : 32) + (narrow ? 22 : 0);
  const active = findPlace(rows, at, rowKey);
  const shown = printing ? { from: 0, to: Math.min(rows.length, PRINTED_ROWS) } : drawn(rows.length, rowHeight, top, maxHeight);

  usePrinting(setPrinting);
  useEffect(() => props.onActive?.(rows[active] ?? null), [active, rows]);
  useEffect(() => {
    if (shown.to >= rows.length && rows.length > 0) props.onEnd?.();
  }, [shown.to, rows.length]);

  useEffect(() => {
    const now = rows.findIndex((row) => rowKey(row) === props.made);
    if (now >= 0) move(now);
  }, [props.made]);

  const move = (to: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, to));
    setAt(placeOf(rows[next], next, rowKey));
    reveal(grid.current, next, rowHeight);
  };
  const page = Math.max(1, Math.floor(maxHeight / rowHeight) - 1);
  const keys = (event: KeyboardEvent): void => {
    if (event.target !== grid.current || event.ctrlKey || event.altKey || event.metaKey) return;
    const row = rows[active];
    const done = navigation(event.key, active, rows.length, page, move) || act(event.key, row);
    if (done) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  const act = (key: string, row: R | undefined): boolean => {
    if (key === '?') return (setHelp(true), true);
    const general = key === '/' ? props.onSearch : key === 'Insert' ? props.onInsert : undefined;
    if (general) return (general(), true);
    const own = { Enter: props.onOpen, F2: props.onEdit, Delete: props.onDelete, ' ': props.onSelect }[key];
    if (own === undefined || row === undefined) return false;
    own(row);
    return true;
  };
  const available = {
    open: props.onOpen,
    edit: props.onEdit,
    insert: props.onInsert,
    delete: props.onDelete,
    select: props.onSelect,
    search: props.onSearch,
  };

  const cells = (row: R): ComponentChildren => {
    const cell = (column: Column<R>): ComponentChildren => {
      const look = column.look?.(row) ?? {};
      return (
        <div key={column.key} role="gridcell" class={`${cellClass(column)} ${lookClass(look)} ${column.opens ? 'sb-opens' : ''}`} title={look.title}
          style={{ ...cellStyle(column), ...(look.icon ? { '--sb-mark': iconUrl(look.icon) } : {}) }} onClick={column.opens ? () => props.onOpen?.(row) : undefined}>
          {column.cell(row)}
        </div>
      ); // prettier-ignore
    };
    if (!narrow) return columns.map(cell);
    const second = columns.filter((column) => column.second);
    return [
      ...columns.filter((column) => !column.second).map(cell),
      <div key="break" class="sb-break" role="presentation" />,
      ...second.map(cell),
    ];
  };
  const body: ComponentChildren[] = [];
  for (let i = shown.from; i < shown.to; i++) {
    const row = rows[i];
    if (row === undefined) continue;
    const key = rowKey(row);
    body.push(
      <div key={key} id={`${id}-${String(i)}`} role="row" aria-rowindex={i + 2} style={{ height: ems(rowHeight) }}
        class={`sb-row ${i === active ? 'sb-active' : ''} ${narrow ? 'sb-two' : ''}`}
        aria-selected={props.selected ? props.selected.has(key) : undefined}
        onClick={() => setAt({ at: i, key })} onDblClick={() => props.onOpen?.(row)}>
        {cells(row)}
      </div>,
    ); // prettier-ignore
  }
  const header = columns.filter((column) => !(narrow && column.second));
  return (
    <div class="sb-grid-box">
      <div id={id} ref={grid} class="sb-grid" role="grid" tabIndex={0} aria-label={props.label} onKeyDown={keys}
        aria-rowcount={(props.total ?? rows.length) + 1} aria-activedescendant={rows.length > 0 ? `${id}-${String(active)}` : undefined}
        aria-multiselectable={props.selected ? true : undefined} title={t('runtime.gridHint')}
        style={{ maxHeight: printing ? 'none' : `${String(maxHeight)}px` }}
        onScroll={(event) => setTop(event.currentTarget.scrollTop / scaleOf(event.currentTarget))}>
        <div role="row" class="sb-row sb-head" aria-rowindex={1}>
          {header.map((column) => (
            <div key={column.key} role="columnheader" title={column.label} class={cellClass(column)} style={cellStyle(column)}><span class="sb-note">{column.label}</span></div>
          ))}
        </div>
        <div role="presentation" style={{ height: ems(shown.from * rowHeight) }} />
        {body}
        <div role="presentation" style={{ height: ems((rows.length - shown.to) * rowHeight) }} />
      </div>
      {help && (
        <Dialog title={t('runtime.keys')} onClose={() => setHelp(false)}>
          <p>{t('runtime.keyMove')}</p>
          {HELP.filter((name) => available[name]).map((name) => <p key={name}>{t(`runtime.key.${name}`)}</p>)}
        </Dialog>
      )}
    </div>
  ); // prettier-ignore
}

/** The row the keys stand on: itself, not its place, or what is pressed after a refresh would be about another one. */
interface Place {
  readonly at: number;
  readonly key: string;
}
const placeOf = <R,>(row: R | undefined, at: number, rowKey: (row: R) => string): Place => ({ at, key: row === undefined ? '' : rowKey(row) }); // prettier-ignore
function findPlace<R>(rows: readonly R[], { at, key }: Place, rowKey: (row: R) => string): number {
  const here = rows[at];
  if (here !== undefined && rowKey(here) === key) return at;
  const now = rows.findIndex((row) => rowKey(row) === key);
  return now >= 0 ? now : Math.min(at, rows.length - 1);
}

const cellClass = <R,>(column: Column<R>): string =>
  `sb-cell ${column.align === 'end' ? 'sb-end' : ''} ${column.width ? '' : 'sb-grow'}`;
const cellStyle = <R,>(column: Column<R>): { width?: string } => (column.width ? { width: column.width } : {});

const lookClass = ({ tone, icon }: CellLook): string => `${tone ? `sb-tone-${tone}` : ''} ${icon ? 'sb-marked' : ''}`;

function navigation(key: string, at: number, count: number, page: number, move: (to: number) => void): boolean {
  const to: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: count - 1,
    PageDown: at + page,
    PageUp: at - page,
  };
  const target = to[key];
  if (target === undefined) return false;
  move(target);
  return true;
}

/** Rows grow with the letters: their heights are those of letters of 14 px. */
const USUAL_SIZE = 14;
const ems = (height: number): string => `${String(height / USUAL_SIZE)}em`;
const scaleOf = (grid: Element): number => parseFloat(getComputedStyle(grid).fontSize) / USUAL_SIZE || 1;

/** Scrolls by as little as shows the row; never asks an animation frame, which 1C paints only on input. */
function reveal(grid: HTMLElement | null, index: number, rowHeight: number): void {
  if (!grid) return;
  const height = rowHeight * scaleOf(grid);
  const top = index * height;
  if (top < grid.scrollTop) grid.scrollTop = top;
  else if (top + 2 * height > grid.scrollTop + grid.clientHeight) grid.scrollTop = top + 2 * height - grid.clientHeight; // the head too
}

/** Before printing all rows (up to two thousand) are drawn, at once: the browser does not wait. */
export function usePrinting(set: (on: boolean) => void): void {
  useEffect(() => {
    const now = (on: boolean) => (): void => {
      const later = { ...options };
      options.debounceRendering = (draw) => draw();
      set(on);
      Object.assign(options, { debounceRendering: undefined }, later);
    };
    const [before, after] = [now(true), now(false)];
    window.addEventListener('beforeprint', before);
    window.addEventListener('afterprint', after);
    return () => {
      window.removeEventListener('beforeprint', before);
      window.removeEventListener('afterprint', after);
    };
  }, []);
}
