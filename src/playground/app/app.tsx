/** The whole page. */
import { LiveRegion } from '../parts/live-region.tsx';
import { QuestionDialog } from '../parts/question-dialog.tsx';
import { Header } from './header.tsx';
import { KeySheet } from './key-sheet.tsx';
import { Layout } from './layout.tsx';

export function App() {
  return (
    <>
      <Header />
      <Layout />
      <LiveRegion />
      <QuestionDialog />
      <KeySheet />
    </>
  );
}
