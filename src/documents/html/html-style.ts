import { cleanText } from '../clean-text.ts';
import type { DocumentModel, FaceName, FontFiles, Theme } from '../model.ts';
import { facesWithBytes, goesIntoPages, ownFontOf } from '../own-font/own-faces.ts';
import { furnitureTexts } from '../texts.ts';
import { TLP_COLOURS, TONE_COLOURS } from '../theme.ts';
import { formatVersion } from '../version.ts';

/**
 * The style sheet of a document, for screen and print: its theme's colours, and the label, reference and page numbers in
 * the margins of each printed page. It loads nothing, and the page uses
 * no style attributes, so the page works under `style-src` with a nonce or, served as a file, under `style-src 'self'`.
 * An own family goes along as data where its maker allows it, and is named otherwise. Throws a MissingFontError without its files.
 */
export function documentCss(model: DocumentModel, fonts: FontFiles = new Map()): string {
  const parts = [
    ...fontRules(model.theme, fonts),
    rootRules(model.theme),
    SCREEN,
    TABLES,
    LABELS,
    widthRules(),
    pageRules(model),
    PRINT,
  ];
  return parts.join('\n');
}

/** The policy under which a page with this nonce works: nothing runs, nothing is fetched; fonts only where the page brings some along. */
export function documentCsp(nonce: string, withFonts = false): string {
  const fonts = withFonts ? 'font-src data:; ' : '';
  return `default-src 'none'; style-src 'nonce-${nonce}'; img-src data:; ${fonts}base-uri 'none'; form-action 'none'`;
}

const faceRules: Readonly<Record<FaceName, string>> = {
  regular: 'font-weight:400;font-style:normal',
  bold: 'font-weight:700;font-style:normal',
  italic: 'font-weight:400;font-style:italic',
  boldItalic: 'font-weight:700;font-style:italic',
};

function fontRules(theme: Theme, fonts: FontFiles): string[] {
  const own = ownFontOf(theme);
  if (own === null || !goesIntoPages(own)) return [];
  return facesWithBytes(own, fonts).map(({ name, face, bytes }) => {
    const data = `data:font/${face.format};base64,${Buffer.from(bytes).toString('base64')}`;
    return `@font-face{font-family:${cssString(own.family)};${faceRules[name]};src:url(${data})}`;
  });
}

function rootRules(theme: Theme): string {
  const sans =
    '"Noto Sans","Segoe UI",system-ui,-apple-system,Roboto,"Helvetica Neue",Arial,sans-serif';
  const serif = '"Noto Serif",Cambria,Georgia,"Times New Roman",serif';
  const { ownFont } = theme;
  const kin = ownFont?.kin === 'serif' ? serif : sans;
  const own = ownFont === undefined ? kin : `${cssString(ownFont.family)},${kin}`;
  const families = { sans, serif, own };
  const family = families[theme.font];
  const headings = families[theme.headings ?? theme.font];
  return `:root{--accent:${theme.accent};--ink:${theme.ink};--muted:${theme.muted};--tint:${theme.tint};--rule:${theme.rule};--family:${family};--headings:${headings};color-scheme:light}
body{font-family:var(--family)}
h1,h2,h3,h4,h5,h6,.cover .organisation{font-family:var(--headings)}`;
}

const SCREEN = `*{box-sizing:border-box}
body{margin:0;background:#fff;color:var(--ink);font-size:1rem;line-height:1.55;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
.page{max-width:62rem;margin:0 auto;padding:0 1.5rem 4rem}
.skip{position:absolute;left:-9999px}
.skip:focus{left:.5rem;top:.5rem;background:#fff;padding:.5rem 1rem;outline:3px solid var(--accent);z-index:2}
a{color:var(--accent);text-underline-offset:.15em}
a:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.running{position:sticky;top:0;z-index:1;background:#fff;border-bottom:2px solid var(--accent);font-size:.8125rem;color:var(--muted)}
.running>div,.closing>div{max-width:62rem;margin:0 auto;padding:.5rem 1.5rem;display:flex;gap:.25rem 1.25rem;align-items:center;flex-wrap:wrap}
.running .labels,.closing .labels{margin-left:auto}
.running b{color:var(--accent)}
.running .title{color:var(--ink);font-weight:600}
.closing{border-top:1px solid var(--rule);font-size:.8125rem;color:var(--muted)}
.cover{padding:3.5rem 0 2rem}
.cover .logo{display:block;height:4rem;max-width:100%;object-fit:contain;object-position:left;margin-bottom:1.5rem}
.cover .organisation{font-size:1.15rem;font-weight:600;margin:0}
.cover .programme{color:var(--muted);margin:0}
.cover .name{border-left:.3rem solid var(--accent);padding-left:1.25rem;margin:3rem 0}
.cover h1{font-size:2.25rem;line-height:1.2;margin:0 0 .75rem;color:var(--accent);text-wrap:balance}
.cover .subject{font-size:1.15rem;margin:0}
.control{display:grid;grid-template-columns:minmax(9rem,14rem) 1fr;margin:0}
.control dt,.control dd{margin:0;padding:.45rem 0;border-bottom:1px solid var(--rule)}
.control dt{color:var(--muted)}
.control dd{font-weight:600}
h2,h3,h4,h5,h6{line-height:1.3;margin:2em 0 .6em;scroll-margin-top:5rem;text-wrap:balance}
h2{font-size:1.6rem;color:var(--accent);margin-top:2.5em}
h3{font-size:1.25rem;color:var(--accent)}
h4{font-size:1.05rem}
h5,h6{font-size:1rem}
.number{margin-right:.6em}
p,ul,ol,dl,pre{margin:.75em 0}
p.lead{margin-top:1.4em}
li{margin:.35em 0}
li>ul,li>ol{margin:.35em 0}
.terms dt{font-weight:600}
.terms dd{margin:0 0 .6em 1.5rem}
.toc ol,.toc ul{list-style:none;margin:0;padding:0}
.toc ol ol{padding-left:1.6rem}
.toc li{margin:.3em 0}
.toc a{text-decoration:none}
.toc a:hover{text-decoration:underline}
.toc>ol>li>a{font-weight:600}
code,pre{font-family:"Noto Sans Mono","Cascadia Mono",Consolas,ui-monospace,monospace;font-size:.9em}
pre{background:var(--tint);padding:.75rem 1rem;white-space:pre-wrap}
.callout{background:var(--tint);border-left:.3rem solid var(--muted);padding:.6rem 1rem;margin:1.25em 0}
.callout>*{margin:.35em 0}
.callout .callout-title{font-weight:700}
${Object.entries(TONE_COLOURS)
  .map(
    ([tone, colour]) =>
      `.${tone}{border-left-color:${colour}}.${tone} .callout-title{color:${colour}}`,
  )
  .join('\n')}
figure{margin:1.5em 0}
figure img{display:block;max-width:100%;height:auto}
figcaption,caption{text-align:left;font-size:.9rem;margin:0;padding:.6rem 0}
figcaption b,caption b{color:var(--accent);margin-right:.6em}
@media screen and (max-width:40rem){
.page,.running>div,.closing>div{padding-left:1rem;padding-right:1rem}
.running{position:static}
.cover{padding-top:2rem}
.cover .name{margin:2rem 0}
.cover h1{font-size:1.75rem}
.control{grid-template-columns:minmax(6rem,8rem) 1fr;column-gap:.75rem}
h2{font-size:1.35rem}
h2,h3,h4,h5,h6{scroll-margin-top:1rem}
}`;

const TABLES = `.table{overflow-x:auto;margin:1.5em 0}
.table:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:.875rem;line-height:1.4;table-layout:fixed}
thead th{background:var(--tint);border-top:2px solid var(--accent);border-bottom:2px solid var(--accent)}
th,td{padding:.45rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule);hyphens:auto}
.narrow table{min-width:0}
.middle table{min-width:34rem}
.wide table{min-width:46rem}
.centre{text-align:center}
.end{text-align:right}
.legend{font-size:.8125rem;color:var(--muted)}`;

const LABELS = `.labels{display:inline-flex;gap:.4rem;align-items:center}
.label{border:1px solid var(--ink);color:var(--ink);font-weight:700;padding:.05rem .45rem;letter-spacing:.02em}
.tlp{background:#000;font-weight:700;font-size:1rem;padding:.05rem .5rem;white-space:nowrap}
${Object.entries(TLP_COLOURS)
  .map(([label, colour]) => `.${tlpClass(label)}{color:${colour}}`)
  .join('\n')}`;

/** The class that colours a TLP label. */
export function tlpClass(label: string): string {
  return label.toLowerCase().replace(/\W+/g, '-');
}

function widthRules(): string {
  return Array.from({ length: 100 }, (_, i) => `.w${i + 1}{width:${i + 1}%}`).join('');
}

function pageRules({ cover, labels, language }: DocumentModel): string {
  const { page, of } = furnitureTexts(language);
  const label = cssString([labels.information, labels.tlp ?? ''].join('   ').trimEnd());
  const left = cssString(`${cover.project}   ${cover.reference}   ${formatVersion(cover.version)}`);
  const pages = `${cssString(`${page} `)} counter(page) ${cssString(` ${of} `)} counter(pages)`;
  const box = 'font-family:var(--family);font-size:8pt;white-space:pre;color:var(--ink)';
  return `@page{size:A4;margin:26mm 22mm 24mm;
@top-left{content:${left};${box}}@top-right{content:${label};${box};font-size:12pt;font-weight:700}
@bottom-left{content:${pages};${box}}@bottom-right{content:${label};${box};font-size:12pt;font-weight:700}}`;
}

/** Text as a CSS string in which every character but plain ones is a numeric escape. */
function cssString(text: string): string {
  const numeric = (c: string) => `\\${(c.codePointAt(0) ?? 0xfffd).toString(16)} `;
  return `"${cleanText(text).replace(/[^\w .:/-]/gu, numeric)}"`;
}

const PRINT = `@media print{
body{font-size:10pt}
.running,.closing{display:none}
.page,.running>div,.closing>div{max-width:none;padding-left:0;padding-right:0}
.skip{display:none}
.cover{break-after:page}
h2,h3,h4,h5,h6,caption,figcaption,.callout-title,.intro{break-after:avoid;break-inside:avoid}
.table{overflow:visible}
.table table{min-width:0;font-size:8.5pt}
thead{display:table-header-group}
tr,figure,.callout,.short{break-inside:avoid}
thead th,.callout,pre,.tlp{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.page-break,.new-page{break-before:page}
a{color:inherit}
}`;
