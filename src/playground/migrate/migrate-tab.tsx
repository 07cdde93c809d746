/** Migrate: from asking handlers by dry-run, as on legacynet, to reading what they would answer by its HyperPATH. */
import { CompareForm } from './compare-form.tsx';
import { DeploySteps } from './deploy-steps.tsx';
import { HandlerList } from './handler-list.tsx';
import './migrate.css';

export function MigrateTab() {
  return (
    <div class="migrate">
      <CompareForm />
      <HandlerList />
      <DeploySteps />
    </div>
  );
}
