/** Numeric codes of countries (ОКСМ, ISO 3166) as the format's classifier has them -> the two letters Sidebook keeps. */
const CODES = '643 RU,112 BY,398 KZ,051 AM,417 KG,860 UZ,762 TJ,795 TM,031 AZ,268 GE,498 MD,804 UA,156 CN,840 US,276 DE,250 FR,380 IT,724 ES,826 GB,792 TR,784 AE,356 IN,392 JP,410 KR,616 PL,203 CZ,348 HU,642 RO,100 BG,688 RS,752 SE,578 NO,208 DK,246 FI,233 EE,428 LV,440 LT,756 CH,040 AT,056 BE,528 NL,620 PT,300 GR,196 CY,376 IL,682 SA,634 QA,496 MN,704 VN,764 TH,360 ID,458 MY,702 SG,344 HK,158 TW,124 CA,076 BR,484 MX,032 AR,710 ZA,818 EG,036 AU,554 NZ,364 IR,586 PK,895 AB,896 OS'; // prettier-ignore

export const COUNTRIES: ReadonlyMap<string, string> = new Map(
  CODES.split(',').map((c): [string, string] => [c.slice(0, 3), c.slice(4)]),
);
