/** Which files may be kept as evidence, and how large: pictures and papers, nothing that runs. No imports: panels use it as well. */
export const EVIDENCE_KINDS = ['pdf', 'png', 'jpg', 'jpeg', 'webp', 'heic', 'gif', 'xlsx', 'xls', 'csv', 'docx', 'doc', 'txt', 'eml', 'msg'] as const; // prettier-ignore
/** Bytes. */
export const EVIDENCE_MOST = 4 * 1024 * 1024;

/** By its last letters: ".PDF" is one, "прайс.pdf.exe" is none. */
export const isEvidence = (name: string): boolean => {
  const [, kind = ''] = /\.([a-z]{2,4})$/i.exec(name.trim()) ?? [];
  return EVIDENCE_KINDS.some((known) => known === kind.toLowerCase());
};
