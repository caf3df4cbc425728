import {
  withEntry,
  withImport,
  withModule,
  withoutEntry,
  withTexts,
} from './generate/edit-source.ts';
import { type GeneratorRequest, languages, RequestError, readRequest } from './generate/request.ts';
import { filled, filledTexts, nameOf, tableOf } from './generate/templates.ts';
import { Workbench } from './generate/workbench.ts';

/** `npm run new:register -- <area> <id> …`: a small register that works, with texts, test and migration, to be made into the real one. */
function generate(request: GeneratorRequest): void {
  const { area, id } = request;
  const bench = new Workbench();
  const folder = `src/areas/${area}`;
  bench.make(`${folder}/${id}-register.ts`, filled('register/register.ts.txt', request));
  bench.make(`${folder}/${id}-register.test.ts`, filled('register/register.test.ts.txt', request));
  enterInto(bench, request);
  const texts = filledTexts('register/texts.json.txt', request);
  for (const language of languages) {
    const path = `${folder}/texts/${language}.json`;
    if (bench.exists(path)) bench.change(path, (json) => withTexts(json, texts[language]));
    else bench.make(path, `${JSON.stringify(texts[language], null, 2)}\n`);
  }
  // The page of an area that is there already is for people: it takes a row when the register is the real one.
  const page = `${folder}/README.md`;
  if (!bench.exists(page)) bench.make(page, firstPage(request));
  bench.finish();
}

function firstPage({ id, clause, titles }: GeneratorRequest): string {
  const row = `| ${titles.en.one} | to be said in a line (${clause}) | \`${tableOf(id)}\` |`;
  return `# ${titles.en.title}\n\n| word | meaning | table |\n|---|---|---|\n${row}\n`;
}

/** The area's module names the register; an area without one gets it, and the catalogue names the area. */
function enterInto(bench: Workbench, { area, id, titles, clause }: GeneratorRequest): void {
  const name = nameOf(id);
  const path = `src/areas/${area}/area.ts`;
  const entry = `{ register: ${name} }`;
  const from = `./${id}-register.ts`;
  if (bench.exists(path)) {
    bench.change(path, (source) => {
      const added = withModule(source, 'registers', entry, name);
      return added === null ? null : withImport(added, name, from);
    });
    return;
  }
  makeArea(bench, { area, name, from, entry, words: `${titles.en.title} (${clause}).` });
}

interface NewArea {
  readonly area: string;
  readonly name: string;
  readonly from: string;
  readonly entry: string;
  readonly words: string;
}

/** A folder's first `area.ts`; a procedure of the folder that stood alone in the catalogue moves into it. */
function makeArea(bench: Workbench, { area, name, from, entry, words }: NewArea): void {
  const id = nameOf(area.split('/').at(-1) ?? area);
  const procedure = `${id}Module`;
  const alone = `{ procedures: [${procedure}] }`;
  const composed = bench.read('src/apps/catalogue.ts') ?? '';
  const joined = withoutEntry(composed, procedure, alone);
  const first = joined === null ? '' : `import { ${procedure} } from './procedure.ts';\n`;
  const procedures = joined === null ? '' : `procedures: [${procedure}], `;
  bench.make(
    `src/areas/${area}/area.ts`,
    `import type { AreaModule } from '#work/catalogue.ts';
import { ${name} } from '${from}';
${first}
/** ${words} */
export const ${id}Area: AreaModule = { ${procedures}registers: [${entry}] };
`,
  );
  bench.change('src/apps/catalogue.ts', (source) => {
    const added = withEntry(joined ?? source, 'catalogueOf([', `${id}Area,`);
    return added === null ? null : withImport(added, `${id}Area`, `#areas/${area}/area.ts`);
  });
}

try {
  const request = readRequest('register', process.argv.slice(2));
  generate(request);
  // Only now: the catalogue is read with the new register in it.
  const { writeMigration } = await import('./generate/write-migration.ts');
  console.log(`wrote    ${await writeMigration(request.id)}`);
} catch (error) {
  if (!(error instanceof RequestError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
