import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { App } from './app.js';
import { answered, client } from './early.js';
import { prefetchWhenIdle } from './shell/prefetch.js';

/** What takes longer is drawn as loading; what is there by then is drawn once, and nothing flickers. */
const DRAWN_AFTER_MS = 250;

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root"');

// The figures are on their way since before this was read.
const patience = new Promise((resolve) => setTimeout(resolve, DRAWN_AFTER_MS));
void Promise.race([answered, patience]).then(() => {
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
