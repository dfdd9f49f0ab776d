import react from '@vitejs/plugin-react';
import { compression } from 'vite-plugin-compression2';
import { defaultClientConditions, defineConfig, type Plugin, type Rolldown } from 'vite';

const API = process.env['HEARBACK_URL'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    react(),
    preloadPage(),
    // Once, not for every browser.
    compression({ algorithms: ['gzip'], include: /\.(js|css)$/, threshold: 1000 }),
  ],
  // The list replaces Vite's own, so it names those too.
  resolve: { conditions: ['@hearback/source', ...defaultClientConditions] },
  server: { port: 5173, proxy: { '/api': { target: API, changeOrigin: true } } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    sourcemap: true,
    manifest: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Each with all that it imports at once, in one file: twenty small ones take longer. What is imported later,
          // charts above all, stays out of them.
          groups: [
            { name: 'early', tags: ['$initial'] },
            { name: 'page', test: /[\\/]src[\\/]main\.tsx$/ },
          ],
        },
      },
    },
  },
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
        const page = chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith('/src/main.tsx')));
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
