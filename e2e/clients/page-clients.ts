/** Runs in a page: a test wallet in place of the one that an extension brings. */
import { createTestWallet } from '../../src/integrations/wallet/test-wallet.ts';

declare global {
  interface Window {
    createTestWallet?: typeof createTestWallet;
  }
}

window.createTestWallet = createTestWallet;
