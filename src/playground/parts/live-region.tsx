import { announcement } from '../model/announce.ts';

/** Reads out what `announce` was given; there is one on the page. */
export function LiveRegion() {
  return (
    <p class="unseen" role="status" aria-live="polite" data-testid="announcement">
      {announcement.value}
    </p>
  );
}
