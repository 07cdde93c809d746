/** The whole page. */
import { embedded } from '../model/view.ts';
import { LiveRegion } from '../parts/live-region.tsx';
import { QuestionDialog } from '../parts/question-dialog.tsx';
import { EmbedLayout } from '../share/embed-layout.tsx';
import { Header } from './header.tsx';
import { KeySheet } from './key-sheet.tsx';
import { Layout } from './layout.tsx';

export function App() {
  return (
    <>
      <Header />
      {embedded ? <EmbedLayout /> : <Layout />}
      <LiveRegion />
      <QuestionDialog />
      <KeySheet />
    </>
  );
}
