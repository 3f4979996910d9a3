/** The address follows the state; Back and Forward bring the state back. */
import { readHash, writeHash } from "../model/state.js";

const SETTLE_MS = 200;
const BURST_MS = 900;

/** Write the first address; a page inside another, as in a notebook, has none of its own and may not. @param {string} hash */
function begin(hash) {
  try {
    history.replaceState(null, "", hash);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {import("../types.js").Store} store
 * @param {string[]} theatres
 * @param {import("../types.js").Known} known
 * @param {(patch: Partial<import("../types.js").State>) => void} apply
 */
export function followAddress(store, theatres, known, apply) {
  if (!begin(writeHash(store.get(), theatres))) return;
  let timer = 0;
  let lastWrite = 0;
  let restoring = false;

  const write = (/** @type {boolean} */ isNew) => {
    const hash = writeHash(store.get(), theatres);
    if (hash === location.hash) return;
    const now = performance.now();
    if (isNew && now - lastWrite > BURST_MS) history.pushState(null, "", hash);
    else history.replaceState(null, "", hash);
    lastWrite = now;
  };
  let pendingNew = false;
  store.listen((_state, _old, changed) => {
    if (restoring) return;
    if ([...changed].some((field) => field !== "views")) pendingNew = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      write(pendingNew);
      pendingNew = false;
    }, SETTLE_MS);
  });
  window.addEventListener("popstate", () => {
    const patch = readHash(location.hash, known);
    restoring = true;
    window.clearTimeout(timer);
    apply({ as: "", agreed: "", step: 0, compare: null, ...patch });
    restoring = false;
  });
}
