import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const api = `http://127.0.0.1:${process.env.PORT ?? '8080'}`;

/**
 * The web application as static files with hashed names. Every script and style carries the nonce `__CSP_NONCE__`, which the server
 * replaces in `index.html` for each answer; nothing is inlined, so that `script-src` and `style-src` need no `unsafe-inline`.
 */
export default defineConfig({
  root: fileURLToPath(new URL('src/web', import.meta.url)),
  publicDir: false,
  plugins: [react()],
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
