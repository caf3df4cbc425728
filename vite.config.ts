import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const api = `http://127.0.0.1:${process.env.PORT ?? '8080'}`;

const sources = fileURLToPath(new URL('src/', import.meta.url));

/** Texts of one language from every room, in an order in which the shell's own come last and win. */
function textFiles(locale: string): string[] {
  return ['ui', 'work', 'areas', 'web'].flatMap((room) =>
    readdirSync(sources + room, { recursive: true, encoding: 'utf8' })
      .map((path) => `${sources}${room}/${path.replaceAll('\\', '/')}`)
      .filter((path) => path.endsWith(`/texts/${locale}.json`))
      .sort(),
  );
}

/**
 * `virtual:texts/<locale>` is the address of one JSON file with all texts of the language: data that is fetched with the first page, not
 * script that is parsed, however many procedures there are.
 */
function texts(): Plugin {
  const prefix = 'virtual:texts/';
  let building = false;
  return {
    name: 'texts',
    configResolved(config) {
      building = config.command === 'build';
    },
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : null),
    load(id) {
      if (!id.startsWith(`\0${prefix}`)) return null;
      const locale = id.slice(prefix.length + 1);
      const files = textFiles(locale);
      for (const file of files) this.addWatchFile(file);
      const trees = files.map((file): unknown => JSON.parse(readFileSync(file, 'utf8')));
      const source = JSON.stringify(trees);
      if (!building) return `export const url = ${JSON.stringify(`data:application/json,${encodeURIComponent(source)}`)};`;
      const asset = this.emitFile({ type: 'asset', name: `texts-${locale}.json`, source });
      return `export const url = import.meta.ROLLUP_FILE_URL_${asset};`;
    },
  };
}

/** Beside each text of the build its compressed forms, which the server hands out as they are: nothing is compressed while people wait. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    writeBundle({ dir = '' }, bundle) {
      for (const name of Object.keys(bundle)) {
        if (!/\.(?:js|css|json|svg)$/.test(name)) continue;
        const bytes = readFileSync(`${dir}/${name}`);
        if (bytes.length < 1000) continue;
        writeFileSync(`${dir}/${name}.gz`, gzipSync(bytes, { level: 9 }));
        const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
        writeFileSync(`${dir}/${name}.br`, brotliCompressSync(bytes, { params }));
      }
    },
  };
}

/**
 * The web application as static files with hashed names. Every script and style carries the nonce `__CSP_NONCE__`, which the server
 * replaces in `index.html` for each answer; nothing is inlined, so that `script-src` and `style-src` need no `unsafe-inline`.
 */
export default defineConfig({
  root: fileURLToPath(new URL('src/web', import.meta.url)),
  publicDir: false,
  plugins: [react(), texts(), compressed()],
  html: { cspNonce: '__CSP_NONCE__' },
  server: {
    port: Number(process.env.WEB_PORT ?? '5173'),
    proxy: { '/api': { target: api, changeOrigin: false } },
  },
  build: {
    outDir: fileURLToPath(new URL('dist/web', import.meta.url)),
    emptyOutDir: true,
    manifest: true,
    assetsInlineLimit: 0,
    target: 'es2023',
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            { name: 'router', test: /node_modules\/@tanstack\/(react-router|router-core|history|react-query|query-core)\// },
            { name: 'table', test: /node_modules\/@tanstack\/(react-table|table-core|react-virtual|virtual-core)\// },
          ],
        },
      },
    },
  },
});
