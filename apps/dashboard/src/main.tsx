import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { App } from './app.js';
import { asked, client } from './early.js';
import { prefetchWhenIdle } from './shell/prefetch.js';

/** Without the organisation, "loading" is drawn: soon enough to be at once. */
const DRAWN_AFTER_MS = 50;

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root"');

// The organisation is usually here by now, for it was asked for with the scripts: then the page itself is drawn first.
const patience = new Promise((resolve) => setTimeout(resolve, DRAWN_AFTER_MS));
void Promise.race([asked, patience]).then(() => {
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
