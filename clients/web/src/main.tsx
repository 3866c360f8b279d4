import { ApolloProvider } from '@apollo/client/react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { marquee } from './marquee';
import './style.css';

createRoot(document.getElementById('app')!).render(
  <ApolloProvider client={marquee.apollo}>
    <App />
  </ApolloProvider>,
);
