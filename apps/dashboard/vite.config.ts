import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

const API = process.env['HEARBACK_URL'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // The list replaces Vite's own, so it names those too.
  resolve: { conditions: ['@hearback/source', ...defaultClientConditions] },
  server: { port: 5173, proxy: { '/api': { target: API, changeOrigin: true } } },
  // Charts are loaded by a dynamic import, which is what keeps recharts out of the first load; naming a "vendor"
  // chunk would pull it back in.
  build: { outDir: 'dist', emptyOutDir: true, sourcemap: true, manifest: true },
});
