import { withEntry, withImport, withModule } from './generate/edit-source.ts';
import { type GeneratorRequest, languages, RequestError, readRequest } from './generate/request.ts';
import { filled, filledTexts, nameOf } from './generate/templates.ts';
import { Workbench } from './generate/workbench.ts';

/** `npm run new:procedure -- <area> <id> …`: a small procedure that works, with texts, test and page, to be made into the real one. */
function generate(request: GeneratorRequest): void {
  const { area, id } = request;
  const bench = new Workbench();
  const folder = `src/areas/${area}/${id}`;
  bench.make(`${folder}/procedure.ts`, filled('procedure/procedure.ts.txt', request));
  bench.make(`${folder}/procedure.test.ts`, filled('procedure/procedure.test.ts.txt', request));
  bench.make(`${folder}/README.md`, filled('procedure/README.md.txt', request));
  const texts = filledTexts('procedure/texts.json.txt', request);
  for (const language of languages) {
    const json = JSON.stringify(texts[language], null, 2);
    bench.make(`${folder}/texts/${language}.json`, `${json}\n`);
  }
  const module = `${nameOf(id)}Module`;
  const areaFile = `src/areas/${area}/area.ts`;
  if (bench.exists(areaFile)) {
    bench.change(areaFile, (source) => {
      const added = withModule(source, 'procedures', module);
      return added === null ? null : withImport(added, module, `./${id}/procedure.ts`);
    });
  } else {
    bench.change('src/apps/catalogue.ts', (source) => {
      const added = withEntry(source, 'catalogueOf([', `{ procedures: [${module}] },`);
      return added === null ? null : withImport(added, module, `#areas/${area}/${id}/procedure.ts`);
    });
  }
  bench.finish();
}

try {
  generate(readRequest('procedure', process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof RequestError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
