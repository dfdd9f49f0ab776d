import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { App } from './app.js';
import { createQueryClient } from './query-client.js';
import { askEarly } from './shell/ask-early.js';
import { prefetchWhenIdle } from './shell/prefetch.js';
import { applyTheme, storedTheme } from './shell/theme.js';
import './styles/index.css';

/** Without the organisation, "loading" is drawn: soon enough to be at once. */
const DRAWN_AFTER_MS = 50;

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root"');

applyTheme(storedTheme());
const client = createQueryClient();
const known = askEarly(client, location);

// The organisation is usually here by now, for it was asked for with the scripts: then the page itself is drawn first.
const patience = new Promise((resolve) => setTimeout(resolve, DRAWN_AFTER_MS));
void Promise.race([known, patience]).then(() => {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <BrowserRouter>
          <App />
        </BrowserRouter>
      </QueryClientProvider>
    </StrictMode>,
  );
  prefetchWhenIdle(client);
});
