/** Publishing to a real node: `import { deploy } from 'pocketbeam/deploy'`. */
export { deploy, type Deployed, type DeployOptions } from './deploy.ts';
export type { AoClient, Aoconnect, Tag } from './aoconnect.ts';
