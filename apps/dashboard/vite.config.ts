import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin, type Rolldown } from 'vite';

const API = process.env['HEARBACK_URL'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), preloadPage()],
  // The list replaces Vite's own, so it names those too.
  resolve: { conditions: ['@hearback/source', ...defaultClientConditions] },
  server: { port: 5173, proxy: { '/api': { target: API, changeOrigin: true } } },
  // Charts are loaded by a dynamic import, which is what keeps recharts out of the first load; naming a "vendor"
  // chunk would pull it back in.
  build: { outDir: 'dist', emptyOutDir: true, sourcemap: true, manifest: true },
});

/** The page is imported by the first script, and on its way from the beginning all the same. */
function preloadPage(): Plugin {
  return {
    name: 'preload-page',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle = {} }) => {
        const chunks = Object.values(bundle).filter((part) => part.type === 'chunk');
        const page = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith('/src/main.tsx') === true);
        if (page === undefined) throw new Error('the build has no chunk of src/main.tsx');
        const missing = [...closure(page, chunks)].filter((file) => !html.includes(file));
        return missing.map((file) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
          injectTo: 'head',
        }));
      },
    },
  };
}

/** The files of a chunk and of everything that it imports at once. */
function closure(
  { fileName, imports }: Rolldown.OutputChunk,
  chunks: readonly Rolldown.OutputChunk[],
  seen = new Set<string>(),
): Set<string> {
  if (seen.has(fileName)) return seen;
  seen.add(fileName);
  for (const chunk of chunks) if (imports.includes(chunk.fileName)) closure(chunk, chunks, seen);
  return seen;
}
