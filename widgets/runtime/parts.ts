/** Tables, forms, dialogs: a script of its own, loaded by widgets that have them. Import from here and from index.ts, nothing else. */
import partsCss from './parts.css';
import { registerStyles } from './index.ts';

export { Combo, type ComboProps } from './base/combo.tsx';
export { useId } from './base/id.ts';
export { Dialog, type DialogProps } from './base/dialog.tsx';
export { Area, type AreaProps, DayField, DecimalField, Field, type FieldProps, Select, type SelectProps } from './base/field.tsx';
export { FreshnessLine } from './base/freshness.tsx';
export { Line, Lines } from './base/lines.tsx';
export { type Column, Grid, type GridProps, PRINTED_ROWS, usePrinting } from './base/grid.tsx';
export { csvText, download } from './csv.ts';
export { parseDay, parseDecimal } from './parse.ts';
export { Stamp } from './base/stamp.tsx';

registerStyles(partsCss);
