import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './style/tokens.css';
import './style/base.css';
import './style/controls.css';
import { playFirstRun } from './replaySession.ts';
import { beginSharing } from './share/beginSharing.ts';
import { App } from './shell/App.tsx';
import { followTheme } from './theme.ts';

followTheme();
beginSharing();
playFirstRun();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
