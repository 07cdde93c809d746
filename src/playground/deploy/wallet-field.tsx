/** Who signs: a key file, or the wallet that the browser has. */
import { ErrorBox } from '../parts/error-box.tsx';
import { chooseKey, choosing, forgetKey, keyFile, pageWallet } from './deploying.ts';

export function WalletField() {
  const key = keyFile.value;
  return (
    <fieldset class="wallet">
      <legend>Wallet</legend>
      <p class="hint" role="status">
        {key
          ? `${key.fileName} signs, as ${key.address}: the owner of the process.`
          : pageWallet()
            ? 'The wallet of this browser signs, and asks you first. Or choose a key file.'
            : 'Choose the key file of a wallet (JSON).'}
      </p>
      {key ? (
        <button type="button" class="start" onClick={forgetKey}>
          Forget the key
        </button>
      ) : (
        <input
          type="file"
          accept=".json,application/json"
          aria-label="Key file"
          onChange={({ currentTarget }) => {
            void chooseKey(currentTarget.files?.[0]);
            // The same file may be chosen again.
            currentTarget.value = '';
          }}
        />
      )}
      <ErrorBox error={choosing.error.value} testId="wallet-error" />
      <p class="hint">
        The key stays in the memory of this page: it is neither stored nor sent, only what it signs is.
      </p>
    </fieldset>
  );
}
