/** The archive Dynamics takes: two members at the root, deflated, no folder, no times that would differ from one run to the next. */
import { zipped, type Pieces } from '../zipped.ts';
import { TYPES_MEMBER, WORKBOOK_MEMBER } from './read/archive.ts';

export { zipped };

/** 191 bytes, as Dynamics writes them. */
const TYPES = '\ufeff<?xml version="1.0" encoding="utf-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/octet-stream" /></Types>'; // prettier-ignore

export const translationsZip = (workbook: Pieces): Promise<Buffer> =>
  zipped([[WORKBOOK_MEMBER, workbook], [TYPES_MEMBER, [Buffer.from(TYPES)]]]); // prettier-ignore

/** CrmTranslations_{solution}_{version}.zip, as Dynamics names it. */
export const zipName = (solution: string, version: string): string =>
  `CrmTranslations_${solution.replace(/[^\p{L}\p{N}_-]/gu, '')}_${version.replace(/\./g, '_')}.zip`;
