import type { Definition, Field, Kind, Part } from './types.ts';

/*
 * The profile tables are written in a compact notation, one block per object:
 *
 *   Catalog_Контрагенты folders code=9! name=100 unique auto owner=Catalog_А|Catalog_Б
 *   ИНН s50; Дата D; Курс n10.4; Страна >Catalog_СтраныМира; Вид =ВидыДоговоров; Документ |Document_А|=Статусы; Фото v
 *   @Товары: Количество n15.3; …
 *
 * s text (length), n number (digits.fraction), b flag, d date and time, D date, t time, u UUID, v value storage, a any reference as text,
 * > reference, = enumeration, | composite. `!` a fixed length, `*` filled for folders too, `~Flag` one value per ledger side.
 * Registers have `dimensions:`, `resources:` and `attributes:`, a chart of accounts `flags:` and `extflags:`. A line may continue indented.
 */
export function parseDefinitions(text: string): Definition[] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map((block) => parseBlock(block.replace(/\n {2}/g, ' ').split('\n')));
}

function parseBlock(lines: string[]): Definition {
  const [head = '', ...rest] = lines;
  const [name = '', ...options] = head.split(' ');
  const sections = new Map(rest.map(parseSection));
  const fields = (section: string): Field[] => sections.get(section) ?? [];
  return {
    ...parseOptions(name, options),
    dimensions: fields('dimensions'),
    resources: fields('resources'),
    attributes: [...fields('attributes'), ...fields('flags')],
    parts: partsOf(sections),
  };
}

function parseSection(line: string): [string, Field[]] {
  const named = /^(@?\S+):(?: |$)/.exec(line);
  const section = named?.[1] ?? 'attributes';
  const isFlags = section === 'flags' || section === 'extflags';
  const body = (named ? line.slice(named[0].length) : line).trim();
  return [
    section,
    body === '' ? [] : body.split(/;\s*/).map((item) => (isFlags ? { name: item, type: 'boolean' } : parseField(item))),
  ];
}

/** A chart of accounts lists its kinds of Субконто in a part of its own (1c.md 4.10.2). */
function partsOf(sections: ReadonlyMap<string, Field[]>): Part[] {
  const parts: Part[] = [...sections]
    .filter(([name]) => name.startsWith('@'))
    .map(([name, fields]) => ({ name: name.slice(1), fields }));
  const flags = sections.get('extflags');
  if (!flags) return parts;
  const kind: Field = { name: 'ExtDimensionType', type: 'ref', target: 'ChartOfCharacteristicTypes_ВидыСубконтоХозрасчетные' };
  const standard: Field[] = [kind, { name: 'Predefined', type: 'boolean' }, { name: 'TurnoversOnly', type: 'boolean' }];
  return [...parts, { name: 'ExtDimensionTypes', fields: [...standard, ...flags] }];
}

function parseOptions(name: string, options: string[]): Omit<Definition, 'dimensions' | 'resources' | 'attributes' | 'parts'> {
  const has = (option: string): boolean => options.includes(option);
  const value = (option: string): string => options.find((o) => o.startsWith(`${option}=`))?.slice(option.length + 1) ?? '';
  return {
    name,
    kind: name.slice(0, name.indexOf('_')) as Kind,
    hierarchy: has('folders') ? 'folders' : has('tree') ? 'tree' : 'none',
    codeLength: parseInt(value('code'), 10) || 0,
    codeFixed: value('code').endsWith('!'),
    nameLength: Number(value('name')),
    unique: has('unique'),
    autoCode: has('auto'),
    owners: value('owner') === '' ? [] : value('owner').split('|'),
    numberLength: Number(value('number')),
    period: has('day') ? 'day' : has('second') ? 'second' : 'timeless',
    subordinate: has('recorder') || name.startsWith('Accum') || name.startsWith('Accounting'),
    turnoversOnly: has('turnovers'),
  };
}

/** `Имя code` → one attribute. */
export function parseField(item: string): Field {
  const at = item.indexOf(' ');
  const name = item.slice(0, at);
  const [code = '', perSide] = item.slice(at + 1).split('~');
  const inFolders = code.endsWith('*');
  const field = { name, ...parseCode(inFolders ? code.slice(0, -1) : code) };
  return { ...field, ...(inFolders ? { inFolders } : {}), ...(perSide === undefined ? {} : { perSide }) };
}

function parseCode(code: string): Omit<Field, 'name'> {
  const rest = code.slice(1);
  switch (code[0]) {
    case 's':
      return { type: 'string', length: parseInt(rest, 10) || 0, fixed: rest.endsWith('!') };
    case 'n': {
      const [digits = '', scale = '0'] = rest.split('.');
      return { type: 'number', digits: Number(digits), scale: Number(scale) };
    }
    case '>':
      return { type: 'ref', target: rest };
    case '=':
      return { type: 'enum', target: rest };
    case '|':
      return {
        type: 'composite',
        targets: rest === '' ? [] : rest.split('|'),
        length: Number(/string(\d+)/.exec(rest)?.[1] ?? 0),
      };
    default:
      return parseSimple(code);
  }
}

function parseSimple(code: string): Omit<Field, 'name'> {
  switch (code) {
    case 'b':
      return { type: 'boolean' };
    case 'd':
    case 't':
      return { type: 'date' };
    case 'D':
      return { type: 'date', dayOnly: true };
    case 'u':
      return { type: 'uuid' };
    case 'v':
      return { type: 'storage' };
    case 'a':
      return { type: 'string', length: 0 };
    default:
      throw new Error(`unknown type code "${code}"`);
  }
}
